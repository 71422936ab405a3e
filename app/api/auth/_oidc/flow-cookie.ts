import { createHash } from "node:crypto";
import { z } from "zod";
import { clearCookie, requestCookies, setCookie } from "@/app/_http/cookies";
import type { StepUpExpected } from "@/lib/flows/step-up/answer";

/** What a sign-in that is under way keeps in the browser. */
export interface OidcFlow {
  readonly returnTo: string;
  readonly purpose: "session" | "test";
  /**
   * What a step-up asked for, and when. Whoever edits their own cookie makes an ordinary sign-in of it, whose worth
   * is judged by what the ID token says; so nothing hangs on its integrity.
   */
  readonly stepUp?: StepUp;
  /** next-auth's encrypted state, PKCE verifier and nonce: each names the connection it was made for. */
  readonly checks: Checks;
}

interface StepUp extends StepUpExpected {
  readonly askedAt: Date;
}

export interface Checks {
  readonly state: string;
  readonly pkce: string;
  readonly nonce: string;
}

const PREFIX = "__Host-rolebridge.oidc.";
const MOST_AT_ONCE = 4;
const LONGEST_RETURN_TO = 1024;
const JWE = /^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$/;
const NOTE = z.object({
  returnTo: z.string(),
  purpose: z.enum(["session", "test"]),
  stepUp: z.object({ personId: z.uuid(), mfa: z.boolean(), askedAt: z.coerce.date() }).exactOptional(),
});

/**
 * One cookie for each sign-in under way, named after its state, instead of next-auth's three fixed names: a
 * browser that restores five tabs signs in five times at once, and none may overwrite another's.
 */
function nameFor(state: string): string {
  return PREFIX + createHash("sha256").update(state).digest("base64url").slice(0, 22);
}

/**
 * `Set-Cookie` values that remember a flow, and drop the oldest when there are too many: cookies that pile up
 * would exceed the header limit and lock the person out.
 * @param state the `state` parameter sent to the provider
 */
export function rememberFlow(headers: Headers, state: string, flow: OidcFlow, minutes: number): string[] {
  const returnTo = flow.returnTo.length > LONGEST_RETURN_TO ? "/" : flow.returnTo;
  const { purpose, stepUp } = flow;
  const note = Buffer.from(JSON.stringify({ returnTo, purpose, stepUp })).toString("base64url");
  const value = [flow.checks.state, flow.checks.pkce, flow.checks.nonce, note].join("~");
  const others = [...requestCookies(headers).keys()].filter((name) => name.startsWith(PREFIX));
  return [
    ...others.slice(0, Math.max(0, others.length - MOST_AT_ONCE + 1)).map(clearCookie),
    setCookie(nameFor(state), value, minutes * 60),
  ];
}

/** The flow this state belongs to; undefined when this browser did not begin it. */
export function recallFlow(headers: Headers, state: string): OidcFlow | undefined {
  const [stateCheck = "", pkce = "", nonce = "", note = ""] = (
    requestCookies(headers).get(nameFor(state)) ?? ""
  ).split("~");
  const parsed = NOTE.safeParse(readNote(note));
  if (!parsed.success || ![stateCheck, pkce, nonce].every((check) => JWE.test(check))) return undefined;
  return { ...parsed.data, checks: { state: stateCheck, pkce, nonce } };
}

export function forgetFlow(state: string): string {
  return clearCookie(nameFor(state));
}

function readNote(note: string): unknown {
  try {
    return JSON.parse(Buffer.from(note, "base64url").toString("utf8"));
  } catch {
    return undefined;
  }
}
