"use client";

import type { RefObject } from "react";
import { TextField } from "@/app/_ui/text-field";
import type { SessionRole } from "./session-role";

export interface Personal {
  readonly reason: string;
  readonly mfaCode: string;
}

export const CODE_DIGITS = 6;

/** "on-call" of `arn:aws:iam::418273650912:mfa/on-call`; a hardware device's serial number as it is. */
function deviceName(serial: string): string {
  const at = serial.indexOf(":mfa/");
  return at < 0 ? serial : serial.slice(at + ":mfa/".length);
}

/** What only the person can say or show before a session: what it is for, and the code on the device. */
export function PersonalFields({
  asks,
  typed,
  onType,
  faults,
  box,
  prefix = "",
}: {
  readonly asks: NonNullable<SessionRole["asks"]>;
  readonly typed: Personal;
  readonly onType: (part: Partial<Personal>) => void;
  /** Sentences of the last refusal, beside their fields. */
  readonly faults: Partial<Readonly<Record<keyof Personal, string>>>;
  /** Around the fields, for leading the focus to one of them. */
  readonly box: RefObject<HTMLDivElement | null>;
  /** Before the names, where a page has the fields several times. */
  readonly prefix?: string;
}) {
  return (
    <div ref={box} className="flex flex-col gap-4">
      {asks.reason ? (
        <TextField
          name={`${prefix}reason`}
          label="What do you need it for?"
          hint="Stands in the audit. A ticket number helps whoever reads it."
          maxLength={500}
          value={typed.reason}
          onChange={(event) => onType({ reason: event.target.value })}
          error={faults.reason}
        />
      ) : null}
      {asks.mfaDevice === undefined ? null : (
        <TextField
          name={`${prefix}mfaCode`}
          label={`Code of the MFA device ${deviceName(asks.mfaDevice)}`}
          hint="Six digits. Each code works once."
          inputMode="numeric"
          autoComplete="one-time-code"
          mono
          className="max-w-72 [&_input]:w-32 [&_input]:tracking-[0.2em]"
          value={typed.mfaCode}
          // Apps show "123 456"; pasted as it is, it works.
          onChange={(event) =>
            onType({ mfaCode: event.target.value.replace(/\D/g, "").slice(0, CODE_DIGITS) })
          }
          error={faults.mfaCode}
        />
      )}
    </div>
  );
}
