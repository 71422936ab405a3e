import { z } from "zod";
import { AppError, type FieldFault } from "@/lib/errors/app-error";
import type { Actor } from "@/lib/identity/actor";
import { requireActor } from "./actor";
import { answer, type Call, type RouteHandler, type RouteParams } from "./handle";

export interface ApiCall<P extends RouteParams = RouteParams> extends Call<P> {
  readonly actor: Actor;
}

/** A handler of `/api/v1`: knows who asks before it does anything. Whether they may is the use-case's decision. */
export function api<P extends RouteParams>(work: (call: ApiCall<P>) => Promise<Response>): RouteHandler<P> {
  return answer<P>(async (call) =>
    work({ ...call, actor: await requireActor(call.request, call.rolebridge, call.origin) }),
  );
}

/**
 * Input of a known shape, or a sentence for every wrong field.
 * @throws AppError `request.invalid` with `fields`
 */
export function parse<T>(schema: z.ZodType<T>, input: unknown): T {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  throw new AppError("request.invalid", { fields: result.error.issues.flatMap(faultsOf) });
}

function faultsOf(issue: z.core.$ZodIssue): readonly FieldFault[] {
  const field = issue.path.join(".");
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({
      field: [...issue.path, key].join(".").slice(0, 100),
      message: "Rolebridge does not know this field here. Leave it out.",
    }));
  }
  return [{ field: field === "" ? "(whole)" : field, message: issue.message }];
}

const CURSOR_LENGTH = 512;
const listQuery = {
  q: z.string().max(200, "Search with at most 200 characters.").exactOptional(),
  cursor: z.string().max(CURSOR_LENGTH, "This is no cursor of ours.").exactOptional(),
  limit: z.coerce
    .number("Give a whole number from 1 to 1000.")
    .int("Give a whole number from 1 to 1000.")
    .min(1, "Give a whole number from 1 to 1000.")
    .max(1000, "Give a whole number from 1 to 1000.")
    .default(100),
};

/** Query parameters of every list: `q`, `cursor`, `limit` (1 to 1,000; 100 when not given). */
export const LIST_QUERY = z.strictObject(listQuery);

/** A list's query with more parameters of its own. */
export function listQueryWith<Extra extends z.ZodRawShape>(extra: Extra) {
  return z.strictObject({ ...listQuery, ...extra });
}

/**
 * The query parameters of an address.
 * @throws AppError `request.invalid` for an unknown, repeated or wrong parameter
 */
export function parseQuery<T>(schema: z.ZodType<T>, url: string): T {
  const { searchParams } = new URL(url);
  return parse(schema, eachOnce(searchParams));
}

/**
 * The fields of a posted form; what was left empty counts as left out.
 * @throws AppError `request.invalid` for an unknown, repeated or wrong field
 */
export function parseForm<T>(schema: z.ZodType<T>, form: URLSearchParams): T {
  const filled = Object.entries(eachOnce(form)).filter(([, value]) => value !== "");
  return parse(schema, Object.fromEntries(filled));
}

/** Whoever checks and whoever uses might choose differently between two values, so nobody chooses. */
function eachOnce(values: URLSearchParams): Readonly<Record<string, string>> {
  const repeated = [...new Set(values.keys())].filter((name) => values.getAll(name).length > 1);
  if (repeated.length > 0) {
    throw new AppError("request.invalid", {
      fields: repeated.map((field) => ({ field: field.slice(0, 100), message: "Give this once." })),
    });
  }
  return Object.fromEntries(values);
}
