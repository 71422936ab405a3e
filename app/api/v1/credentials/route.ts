import { z } from "zod";
import { type ApiCall, api, parse, parseQuery } from "@/app/_http/api";
import { DURATION_SECONDS, ENTITLEMENT_ID, PERSONAL_FIELDS } from "@/app/_http/console-input";
import { json } from "@/app/_http/json";
import { counted } from "@/app/_http/metrics";
import { ANSWER_HEADERS } from "@/app/_http/problem";
import { readJson } from "@/app/_http/read-body";
import type { CredentialFormat } from "@/lib/delivery/formats";
import type { IssuedCredentials } from "@/lib/flows/use-cases";

/** All formats there are: the type checker says when one is missing. */
const FORMATS = {
  "env-bash": true,
  "env-fish": true,
  "env-powershell": true,
  "env-cmd": true,
  "credentials-file": true,
  "credential-process": true,
  "sts-json": true,
  dotenv: true,
} satisfies Record<CredentialFormat, true>;

const NAMES = Object.keys(FORMATS) as CredentialFormat[];
const QUERY = z.strictObject({ format: z.enum(NAMES, `Choose one of ${NAMES.join(", ")}.`).exactOptional() });

const BODY = z.strictObject({
  entitlementId: ENTITLEMENT_ID,
  durationSeconds: DURATION_SECONDS.exactOptional(),
  region: z.string().max(64).exactOptional(),
  ...PERSONAL_FIELDS,
});

/** Temporary credentials, as JSON or as text in one of the formats. */
export const POST = api(async ({ actor, rolebridge, request }: ApiCall) => {
  // Before anything is issued: a wrong format must not cost a session.
  const { format } = parseQuery(QUERY, request.url);
  const input = parse(BODY, await readJson(request));
  const work = rolebridge.access.issueCredentials(actor, input);
  const issued = await counted("rolebridge_credentials_total", {}, work);
  if (format === undefined) return asJson(issued);
  const { text, contentType, fileName } = rolebridge.access.renderCredentials(issued, format);
  return new Response(text, {
    headers: {
      ...ANSWER_HEADERS,
      "Content-Type": contentType,
      ...(fileName !== undefined && { "Content-Disposition": `attachment; filename="${fileName}"` }),
    },
  });
});

function asJson({ session, plan, durationDecidedBy }: IssuedCredentials): Response {
  return json({
    accessKeyId: session.accessKeyId,
    secretAccessKey: session.secretAccessKey.reveal(),
    sessionToken: session.sessionToken.reveal(),
    expiration: session.expiration,
    assumedRoleArn: session.assumedRoleArn,
    assumedRoleId: session.assumedRoleId,
    accountId: session.accountId,
    partition: session.partition,
    region: session.region,
    durationSeconds: plan.durationSeconds,
    durationDecidedBy,
  });
}
