import { AppError } from "../errors/app-error";
import { Secret } from "../secret/secret";
import { type AwsHostOverrides, federationUrl } from "./console";
import { withDeadline } from "./deadline";
import type { AwsSession } from "./session";

export interface ConsoleLinkRequest {
  readonly session: AwsSession;
  /** What `consoleDestination` returned. */
  readonly destination: string;
  /** Our own address: where AWS sends people whose console session ended. */
  readonly issuer: string;
  /** Seconds, 900 to 43,200; absent: the console session lives as long as the credentials. */
  readonly sessionDurationSeconds?: number;
}

/** The federation endpoint: a console link out of credentials. */
export interface FederationPort {
  /**
   * @returns a link that signs in whoever opens it, for 15 minutes: a bearer secret
   * @throws AppError `aws.refused`, `aws.unreachable`
   */
  consoleLink(request: ConsoleLinkRequest): Promise<{ readonly url: Secret; readonly expiresAt: Date }>;
}

export interface FederationOptions {
  readonly overrides: AwsHostOverrides;
  readonly clock: { now(): Date };
  /** Milliseconds for one call; two at most are made. */
  readonly timeoutMs?: number;
}

const TIMEOUT_MS = 5_000;
const LINK_SECONDS = 15 * 60;
/** A sign-in token has a few kilobytes; more is not an answer of AWS. */
const MAX_ANSWER_BYTES = 64 * 1024;

/** POST instead of the documented GET, so that the credentials never stand in an address. */
export function createFederation(options: FederationOptions): FederationPort {
  const timeoutMs = options.timeoutMs ?? TIMEOUT_MS;

  return {
    async consoleLink(request) {
      const endpoint = federationUrl(request.session.partition, options.overrides);
      const asked = options.clock.now().getTime();
      const token = await signInToken(endpoint, request, timeoutMs);
      const query = new URLSearchParams({
        Action: "login",
        Issuer: request.issuer,
        Destination: request.destination,
        SigninToken: token,
      });
      return {
        url: new Secret(`${endpoint}?${query}`),
        expiresAt: new Date(asked + LINK_SECONDS * 1000),
      };
    },
  };
}

/**
 * AWS refuses SessionDuration for chained roles and for values at the role's maximum, with a bare 400;
 * without it the console session lives as long as the credentials, so that is tried second.
 */
async function signInToken(
  endpoint: string,
  request: ConsoleLinkRequest,
  timeoutMs: number,
): Promise<string> {
  const { session, sessionDurationSeconds } = request;
  const form = new URLSearchParams({
    Action: "getSigninToken",
    Session: JSON.stringify({
      sessionId: session.accessKeyId,
      sessionKey: session.secretAccessKey.reveal(),
      sessionToken: session.sessionToken.reveal(),
    }),
  });
  if (sessionDurationSeconds !== undefined) {
    form.set("SessionDuration", String(sessionDurationSeconds));
    const answer = await post(endpoint, form, timeoutMs);
    if (answer.status !== 400) return tokenOf(answer);
    form.delete("SessionDuration");
  }
  return tokenOf(await post(endpoint, form, timeoutMs));
}

interface Answer {
  readonly status: number;
  readonly body: string;
}

async function post(endpoint: string, form: URLSearchParams, timeoutMs: number): Promise<Answer> {
  try {
    return await withDeadline(timeoutMs, async (signal) => {
      const response = await fetch(endpoint, {
        method: "POST",
        body: form,
        headers: { accept: "application/json" },
        redirect: "manual",
        signal,
      });
      return { status: response.status, body: await limitedText(response) };
    });
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw new AppError("aws.unreachable", {
      reason: error instanceof Error ? error.name : "unknown",
      detail: "The AWS sign-in service did not answer. This is not about your access.",
      retryAfterSeconds: 5,
    });
  }
}

async function limitedText(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length;
    if (bytes > MAX_ANSWER_BYTES) throw new AppError("aws.unreachable", { reason: "answer_too_large" });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

/** The body of a refusal is a web page; only its status goes on. */
function tokenOf(answer: Answer): string {
  if (answer.status >= 500) throw new AppError("aws.unreachable", { reason: `federation_${answer.status}` });
  const token = answer.status === 200 ? parseToken(answer.body) : undefined;
  if (token !== undefined) return token;
  throw new AppError("aws.refused", {
    reason: `federation_${answer.status}`,
    aws: {
      awsCode: `HTTP ${answer.status}`,
      awsMessage: "The AWS sign-in service gave no sign-in token for these credentials.",
      hints: [
        "Open the console in the usual way instead of by link; if that fails too, give the reference to a Rolebridge administrator.",
      ],
    },
  });
}

function parseToken(body: string): string | undefined {
  try {
    const parsed: unknown = JSON.parse(body);
    const token =
      typeof parsed === "object" && parsed !== null && "SigninToken" in parsed
        ? parsed.SigninToken
        : undefined;
    return typeof token === "string" && token !== "" ? token : undefined;
  } catch {
    return undefined;
  }
}
