import { z } from "zod";
import { AppError } from "../errors/app-error";
import type { RelyingParty } from "./relying-party";

/** Milliseconds a person has for touching their key; the challenge lives a little longer. */
export const CEREMONY_MS = 4 * 60_000;

const MAX = 20_000;
export const base64url = z
  .string()
  .max(MAX)
  .regex(/^[A-Za-z0-9_-]+$/);

/** The members of PublicKeyCredential's JSON that both ceremonies have (WebAuthn 5.1). */
export const credentialShape = {
  id: base64url.max(1_400),
  rawId: base64url.max(1_400),
  type: z.literal("public-key"),
  authenticatorAttachment: z.string().max(40).optional(),
  // What extensions say is neither asked for nor read.
  clientExtensionResults: z.unknown().transform(() => ({})),
};

/** @throws AppError `stepup.passkey_refused` */
export function parseCredential<T>(schema: z.ZodType<T>, response: unknown): T {
  const parsed = schema.safeParse(response);
  if (parsed.success) return parsed.data;
  throw refused("response_malformed");
}

const clientData = z.object({ crossOrigin: z.boolean().optional(), topOrigin: z.unknown().optional() });

/**
 * No page of ours stands in another's frame, so an answer from one was tricked out of somebody (WebAuthn 13.4.2). The
 * library lets one through where the browser does not say whose frame it was.
 * @throws AppError `stepup.passkey_refused`
 */
export function refuseFrames(clientDataJSON: string): void {
  const data = clientData.safeParse(jsonIn(clientDataJSON));
  if (!data.success) throw refused("client_data_malformed");
  if (data.data.crossOrigin === true || data.data.topOrigin !== undefined) throw refused("cross_origin");
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, "base64url").toString("utf8"));
  } catch {
    return undefined;
  }
}

/** What both ceremonies hold an answer to: our challenge, our origin, and a person who was verified. */
export function expectedOf(rp: RelyingParty, challenge: Uint8Array) {
  return {
    expectedChallenge: Buffer.from(challenge).toString("base64url"),
    expectedOrigin: rp.origin,
    expectedRPID: rp.id,
    requireUserVerification: true,
  };
}

/** Passkeys as a browser is told of them. */
export function descriptorsOf(
  known: readonly { readonly credentialId: string; readonly transports: readonly string[] }[],
): { id: string; transports: string[] }[] {
  return known.map(({ credentialId: id, transports }) => ({ id, transports: [...transports] }));
}

export function refused(reason: string, cause?: unknown): AppError {
  return new AppError("stepup.passkey_refused", { reason, ...(cause === undefined ? {} : { cause }) });
}

/** The library says what is wrong and then quotes what was sent; the quotation stays out. */
export function refusalOf(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown;
  const text = thrown instanceof Error ? thrown.message : "";
  const [words = ""] = text.split(/["“:,(]/, 1);
  const reason = words
    .toLowerCase()
    .replace(/[^a-z]+/g, "_")
    .replace(/^_|_$/g, "")
    .slice(0, 60);
  return refused(reason === "" ? "unknown" : reason, thrown);
}
