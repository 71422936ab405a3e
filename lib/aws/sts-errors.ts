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
    const awsMessage = redacted(error.message, secrets).slice(0, MAX_MESSAGE);
    return new AppError("aws.refused", { reason: awsCode, aws: { awsCode, awsMessage, hints: [] } });
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
