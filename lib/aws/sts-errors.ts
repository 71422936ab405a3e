/** The SDK's errors, translated: it puts requests, and with them secrets, into what it throws. */
import { STSServiceException } from "@aws-sdk/client-sts";
import { AppError } from "../errors/app-error";
import type { Secret } from "../secret/secret";
import type { RegionAttempt } from "./sts-port";

/** What went wrong at one region. `answered`: AWS decided, and would decide the same elsewhere. */
export interface StsFailure {
  readonly outcome: Exclude<RegionAttempt["outcome"], "left_alone">;
  readonly error: AppError;
}

/** STS's messages are short; nothing longer reaches a page. */
const MAX_MESSAGE = 1_000;

/** @param secrets what was sent and may be echoed */
export function stsFailure(error: unknown, region: string, secrets: readonly Secret[]): StsFailure {
  if (error instanceof AppError) return { outcome: appErrorOutcome(error), error };
  if (error instanceof STSServiceException && isDecision(error)) {
    const awsCode = wireCode(error);
    const awsMessage = shortened(redacted(error.message, secrets));
    const aws = { awsCode, awsMessage, hints: [], ...clockOf(error) };
    return {
      outcome: outcomeOfDecision(error),
      error: new AppError("aws.refused", { reason: awsCode, aws }),
    };
  }
  // The SDK's error holds the request: only its name goes on.
  const name = error instanceof Error ? error.name : "unknown";
  if (IDENTITY_ERRORS.has(name)) {
    return { outcome: "answered", error: new AppError("aws.identity_missing", { reason: name }) };
  }
  const status = error instanceof STSServiceException ? error.$metadata.httpStatusCode : undefined;
  return { outcome: outcomeOf(error, status), error: unreachable(name, status, region) };
}

const CUT = new Set(["ECONNRESET", "EPIPE"]);

/** No answer at all comes from a caller who could not be found: another region would find no other. */
const IDENTITY_ERRORS = new Set(["CredentialsProviderError", "TokenProviderError"]);

function appErrorOutcome({ code }: AppError): StsFailure["outcome"] {
  return code === "aws.unreachable" ? "server_error" : "answered";
}

function outcomeOf(error: unknown, status: number | undefined): StsFailure["outcome"] {
  if (status !== undefined && status >= 500) return "server_error";
  if (!(error instanceof Error) || (error.name !== "TimeoutError" && error.name !== "AbortError")) {
    return "unreachable";
  }
  // The SDK's HTTP handler names a connection that was cut a time-out as well.
  return "code" in error && CUT.has(String(error.code)) ? "unreachable" : "timeout";
}

function unreachable(name: string, status: number | undefined, region: string): AppError {
  return new AppError("aws.unreachable", {
    reason: status === undefined ? name : `${name}_${status}`,
    detail: `STS in region ${region} did not answer. This is not about your access.`,
    retryAfterSeconds: 5,
  });
}

/** A 4xx with a code is a decision; anything else is AWS, or something before it, not working. */
function isDecision(error: STSServiceException): boolean {
  const status = error.$metadata.httpStatusCode ?? 0;
  return status >= 400 && status < 500 && error.name !== "Unknown" && error.name !== "UnknownError";
}

/** The one refusal that another region would not repeat: the account has this one switched off. */
function outcomeOfDecision(error: STSServiceException): StsFailure["outcome"] {
  if (error.name === "RegionDisabledException") return "disabled";
  return isThrottling(error) ? "throttled" : "answered";
}

/** A 4xx too, but of the moment: it is about how much was asked there, not about what. */
function isThrottling(error: STSServiceException): boolean {
  return (
    error.$metadata.httpStatusCode === 429 ||
    /^Throttl|^RequestLimitExceeded$|^TooManyRequests/.test(error.name)
  );
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
