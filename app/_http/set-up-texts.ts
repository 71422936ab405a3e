import { z } from "zod";
import { AppError } from "@/lib/errors/app-error";
import type { SetUpTexts } from "@/lib/trust/set-up/set-up-aws";
import { parseQuery } from "./api";
import { json } from "./json";
import { ANSWER_HEADERS } from "./problem";

/** Where each format stands in the texts. */
const FORMATS = {
  terraform: "terraform",
  cloudformation: "cloudFormation",
  stackset: "stackSet",
  cli: "awsCli",
  json: "json",
} as const satisfies Record<string, keyof SetUpTexts>;

type Format = keyof typeof FORMATS;
const NAMES = Object.keys(FORMATS) as Format[];

const listed = z
  .string()
  .max(2_000)
  .transform((text) => text.split(",").map((part) => part.trim()))
  .exactOptional();
const QUERY = z.strictObject({
  format: z.enum(NAMES, `Choose one of ${NAMES.join(", ")}.`).exactOptional(),
  /** Which account's text, where several must hold something. */
  account: z.string().max(12).exactOptional(),
  sourceIps: listed,
  permissionPolicyArns: listed,
  notAfter: z.string().max(40).exactOptional(),
  mfaMaxAgeSeconds: z.coerce.number().exactOptional(),
  providersExist: z
    .enum(["true", "false"], "Give true or false.")
    .transform((text) => text === "true")
    .exactOptional(),
});

/** All texts as JSON, or one as text to save: `?format=terraform`. @param texts given the options, unparsed */
export async function setUpResponse(
  request: Request,
  texts: (options: unknown) => Promise<readonly SetUpTexts[]>,
): Promise<Response> {
  const { format, account, ...options } = parseQuery(QUERY, request.url);
  const items = await texts(options);
  if (format === undefined) return json({ items: items.map(view) });
  const chosen = account === undefined ? items[0] : items.find(({ accountId }) => accountId === account);
  const text = chosen?.[FORMATS[format]];
  if (text === undefined) throw new AppError("request.not_found", { reason: "no_set_up" });
  const type = format === "json" ? "application/json" : "text/plain; charset=utf-8";
  return new Response(text, { headers: { ...ANSWER_HEADERS, "Content-Type": type } });
}

function view(texts: SetUpTexts) {
  const { accountId, notes, terraform, cloudFormation, stackSet, awsCli, json: plain, refusals } = texts;
  return {
    accountId,
    notes,
    terraform,
    cloudformation: cloudFormation,
    stackset: stackSet,
    cli: awsCli,
    json: plain,
    refusals,
  };
}
