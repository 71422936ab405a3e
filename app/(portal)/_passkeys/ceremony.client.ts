"use client";

import { startAuthentication, startRegistration, WebAuthnError } from "@simplewebauthn/browser";
import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from "@simplewebauthn/server";
import type { Refusal } from "../_access/issue.client";

export type Ceremony = { readonly ok: true } | { readonly ok: false; readonly refusal: Refusal };

const UNREACHABLE: Refusal = {
  code: "request.failed",
  title: "Rolebridge did not answer. Check your connection and try again.",
};
const CANCELLED: Refusal = {
  code: "passkey.not_used",
  title:
    "The passkey was not used: it was cancelled, or it took too long. Try again when you have it at hand.",
};
const NOT_HERE: Refusal = {
  code: "passkey.impossible",
  title: "This browser cannot use passkeys at this address. Take another browser, or ask your administrator.",
};
const ALREADY: Refusal = {
  code: "stepup.passkey_known",
  title: "This passkey is registered already. Use it as it is, or add another one.",
};

/** Thrown inside a ceremony; never leaves this file. */
class Refused extends Error {
  constructor(readonly refusal: Refusal) {
    super(refusal.code);
  }
}

async function post(path: string, body?: object): Promise<unknown> {
  const response = await fetch(`/api/v1/passkeys${path}`, {
    method: "POST",
    ...(body && { headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) }),
    cache: "no-store",
  }).catch(() => {
    throw new Refused(UNREACHABLE);
  });
  const answer: unknown = await response.json();
  if (!response.ok) throw new Refused(answer as Refusal);
  return answer;
}

/** Browsers say little on purpose: who declined and why is the person's affair. */
function refusalOf(thrown: unknown): Refusal {
  if (thrown instanceof Refused) return thrown.refusal;
  if (!(thrown instanceof WebAuthnError)) return isCancelled(thrown) ? CANCELLED : NOT_HERE;
  if (thrown.code === "ERROR_AUTHENTICATOR_PREVIOUSLY_REGISTERED") return ALREADY;
  if (thrown.code === "ERROR_INVALID_DOMAIN" || thrown.code === "ERROR_INVALID_RP_ID") return NOT_HERE;
  return CANCELLED;
}

function isCancelled(thrown: unknown): boolean {
  return thrown instanceof Error && (thrown.name === "NotAllowedError" || thrown.name === "AbortError");
}

async function ceremony(work: () => Promise<unknown>): Promise<Ceremony> {
  try {
    await work();
    return { ok: true };
  } catch (thrown) {
    return { ok: false, refusal: refusalOf(thrown) };
  }
}

/** Makes a passkey and has Rolebridge keep its public half. */
export function addPasskey(name: string): Promise<Ceremony> {
  return ceremony(async () => {
    const optionsJSON = (await post("/options")) as PublicKeyCredentialCreationOptionsJSON;
    await post("", { name, response: await startRegistration({ optionsJSON }) });
  });
}

/** Shows that the person is there. It counts for five minutes. */
export function confirmWithPasskey(): Promise<Ceremony> {
  return ceremony(async () => {
    const optionsJSON = (await post("/confirmation/options")) as PublicKeyCredentialRequestOptionsJSON;
    await post("/confirmation", await startAuthentication({ optionsJSON }));
  });
}

export async function removePasskey(id: string): Promise<Ceremony> {
  return ceremony(async () => {
    const response = await fetch(`/api/v1/passkeys/${id}`, { method: "DELETE", cache: "no-store" }).catch(
      () => {
        throw new Refused(UNREACHABLE);
      },
    );
    if (!response.ok) throw new Refused((await response.json()) as Refusal);
  });
}
