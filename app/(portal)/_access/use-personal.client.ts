"use client";

import { useEffect, useRef, useState } from "react";
import type { Refusal, Wish } from "./issue.client";
import { CODE_DIGITS, type Personal } from "./personal-fields.client";
import type { SessionRole } from "./session-role";

type Faults = Partial<Readonly<Record<keyof Personal, string>>>;

/** What AWS answers to a code that is wrong or was used. */
const CODE_REFUSED = /MultiFactorAuthentication failed/;

/** As much as must be known of what came of asking. */
type Outcome = { readonly state: string } | { readonly state: "refused"; readonly refusal: Refusal };

/** What the person typed before a session, and what was wrong with it. A refused code takes nothing else along. */
export function usePersonal({ id, asks }: SessionRole, outcome: Outcome) {
  const [typed, setTyped] = useState<Personal>({ reason: "", mfaCode: "" });
  const [missing, setMissing] = useState<Faults>({});
  const box = useRef<HTMLDivElement>(null);
  const refusal = "refusal" in outcome ? outcome.refusal : undefined;
  const faults: Faults = { ...(refusal === undefined ? {} : faultsOf(refusal)), ...missing };
  const firstFault = faults.reason ? "reason" : faults.mfaCode ? "mfaCode" : undefined;
  // A new refusal, or a press too early: the field that stands in the way takes the focus.
  // biome-ignore lint/correctness/useExhaustiveDependencies: `refusal` and `missing` stand for "it happened again"
  useEffect(() => {
    if (firstFault) box.current?.querySelector<HTMLInputElement>(`input[name$=${firstFault}]`)?.focus();
  }, [refusal, missing, firstFault]);

  // After the first paint: the server, which drew the same fields, knows nothing of what was typed.
  useEffect(() => {
    const reason = takeReason(id);
    if (reason !== undefined) setTyped((before) => ({ ...before, reason }));
  }, [id]);

  function lacks(): Faults {
    return {
      ...(asks?.reason && typed.reason.trim() === "" ? { reason: "Say what you need it for." } : {}),
      ...(asks?.mfaDevice !== undefined && typed.mfaCode.length !== CODE_DIGITS
        ? { mfaCode: "Type the six digits that the device shows now." }
        : {}),
    };
  }
  return {
    fields: {
      typed,
      onType: (part: Partial<Personal>) => {
        setTyped((before) => ({ ...before, ...part }));
        setMissing({});
      },
      faults,
      box,
    },
    isReady: () => Object.keys(lacks()).length === 0,
    complain: () => setMissing(lacks()),
    given: (): Omit<Wish, "durationSeconds"> => ({
      ...(asks?.reason ? { reason: typed.reason.trim() } : {}),
      ...(asks?.mfaDevice === undefined ? {} : { mfaCode: typed.mfaCode }),
    }),
    /** For who leaves to sign in again and comes back. */
    keep: () => keepReason(id, typed.reason),
    forgetCode: () => setTyped((before) => ({ ...before, mfaCode: "" })),
  };
}

const KEPT = "rolebridge.reason";

/** In this tab, until it is read: what one typed is not lost to a sign-in. Never a code. */
function keepReason(id: string, reason: string): void {
  if (reason !== "") sessionStorage.setItem(KEPT, JSON.stringify([id, reason]));
}

function takeReason(id: string): string | undefined {
  const kept: unknown = JSON.parse(sessionStorage.getItem(KEPT) ?? "[]");
  if (!Array.isArray(kept) || kept[0] !== id || typeof kept[1] !== "string") return undefined;
  sessionStorage.removeItem(KEPT);
  return kept[1];
}

function faultsOf({ fields = [], awsMessage }: Refusal): Faults {
  const said = Object.fromEntries(fields.map(({ field, message }) => [field, sentence(message)]));
  return {
    ...(said.reason ? { reason: `The reason ${said.reason}` } : {}),
    ...(said.mfaCode ? { mfaCode: `The code ${said.mfaCode}` } : {}),
    ...(awsMessage !== undefined && CODE_REFUSED.test(awsMessage)
      ? { mfaCode: "AWS did not take this code. Type the next one that the device shows." }
      : {}),
  };
}

/** The API's messages follow the field's name. */
function sentence(message: string): string {
  return message.endsWith(".") ? message : `${message}.`;
}
