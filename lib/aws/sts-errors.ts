/** The SDK's errors, translated: it puts requests, and with them secrets, into what it throws. */
import { STSServiceException } from "@aws-sdk/client-sts";
import { AppError } from "../errors/app-error";
import type { Secret } from "../secret/secret";

/** STS's messages are short; nothing longer reaches a page. */
const MAX_MESSAGE = 1_000;

/**
 * @param secrets what was sent and may be echoed
 * @returns `aws.refused` for a decision of AWS, `aws.unreachable` for everything else
 */
export function translateStsError(error: unknown, region: string, secrets: readonly Secret[]): AppError {
  if (error instanceof AppError) return error;
  if (error instanceof STSServiceException && isRefusal(error)) {
    const awsCode = wireCode(error);
    const awsMessage = shortened(redacted(error.message, secrets));
    const aws = { awsCode, awsMessage, hints: [], ...clockOf(error) };
    return new AppError("aws.refused", { reason: awsCode, aws });
  }
  // The SDK's error holds the request: only its name goes on.
  const name = error instanceof Error ? error.name : "unknown";
  const status = error instanceof STSServiceException ? error.$metadata.httpStatusCode : undefined;
  return new AppError("aws.unreachable", {
    reason: status === undefined ? name : `${name}_${status}`,
    detail: `STS in region ${region} did not answer. This is not about your access.`,
    retryAfterSeconds: 5,
  });
}

/** A 4xx with a code is a decision; anything else is AWS, or something before it, not working. */
function isRefusal(error: STSServiceException): boolean {
  const status = error.$metadata.httpStatusCode ?? 0;
  return status >= 400 && status < 500 && error.name !== "Unknown" && error.name !== "UnknownError";
}

function redacted(message: string, secrets: readonly Secret[]): string {
  return secrets.reduce((text, secret) => text.replaceAll(secret.reveal(), "[redacted]"), message);
}

/** Tells a clock that runs apart from a proof that is too old. */
function clockOf(error: STSServiceException): { readonly awsTime?: Date } {
  const awsTime = new Date(error.$response?.headers.date ?? "");
  return Number.isNaN(awsTime.getTime()) ? {} : { awsTime };
}

/** AWS repeats a value that it refuses and only then says which it was: both ends stay. */
function shortened(message: string): string {
  if (message.length <= MAX_MESSAGE) return message;
  const end = MAX_MESSAGE / 2;
  return `${message.slice(0, MAX_MESSAGE - end - 1)}…${message.slice(-end)}`;
}

/** The SDK names the class; on the wire these codes have no `Exception` (service model). */
const CODES_WITHOUT_SUFFIX = new Set([
  "InvalidIdentityTokenException",
  "IDPRejectedClaimException",
  "IDPCommunicationErrorException",
  "MalformedPolicyDocumentException",
  "PackedPolicyTooLargeException",
]);

function wireCode(error: STSServiceException): string {
  return CODES_WITHOUT_SUFFIX.has(error.name) ? error.name.replace(/Exception$/, "") : error.name;
}
