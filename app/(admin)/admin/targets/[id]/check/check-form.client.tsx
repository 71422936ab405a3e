"use client";

import { CircleCheck, CircleHelp, CircleX } from "lucide-react";
import { useActionState } from "react";
import type { ActionState } from "@/app/_http/action";
import { cx } from "@/app/_ui/class-names";
import { FormErrorSummary } from "@/app/_ui/form-error-summary.client";
import { LeavingLinkButton } from "@/app/_ui/link-button";
import { SubmitButton } from "@/app/_ui/submit-button.client";
import { TextField } from "@/app/_ui/text-field";
import type { CheckStep, TargetCheck } from "@/lib/trust/check/check-target";
import { Explanation } from "../../../_explain/explanation";

const STATES = {
  passed: { icon: CircleCheck, look: "text-success", word: "Passed" },
  failed: { icon: CircleX, look: "text-danger", word: "Failed" },
  unknown: { icon: CircleHelp, look: "text-ink-faint", word: "Unknown" },
} as const satisfies Record<CheckStep["state"], unknown>;

/** Asks AWS in earnest for the shortest session, throws it away, and says how far it came. */
export function CheckForm({
  id,
  mfaSerial,
  action,
}: {
  readonly id: string;
  readonly mfaSerial: string | undefined;
  readonly action: (previous: ActionState<TargetCheck>, form: FormData) => Promise<ActionState<TargetCheck>>;
}) {
  const [state, dispatch] = useActionState(action, { state: "idle" });
  const refused = state.state === "refused" ? state.problem : undefined;
  return (
    <div className="flex flex-col gap-5">
      <FormErrorSummary
        title={refused?.detail}
        problems={refused?.fields ?? []}
        reference={refused?.reference}
      />
      {refused?.stepUp === undefined ? null : (
        <div>
          <LeavingLinkButton tone="primary" href={refused.stepUp}>
            Show that it is you
          </LeavingLinkButton>
        </div>
      )}
      <form action={dispatch} className="flex flex-wrap items-end gap-3">
        <input type="hidden" name="id" value={id} />
        {mfaSerial === undefined ? null : (
          <TextField
            name="mfaCode"
            label="Code of the MFA device"
            hint={mfaSerial}
            inputMode="numeric"
            autoComplete="one-time-code"
            mono
            className="[&_input]:w-32"
          />
        )}
        <SubmitButton>Check this target</SubmitButton>
      </form>
      {state.state === "done" ? <Outcome check={state.value} /> : null}
    </div>
  );
}

function Outcome({ check: { steps, explanation } }: { readonly check: TargetCheck }) {
  const failed = steps.find((step) => step.state === "failed");
  return (
    <>
      <p role="status" className="font-medium">
        {failed === undefined
          ? "It works. The session that proved it is thrown away."
          : "It does not work yet. What comes after the step that failed could not be tried."}
      </p>
      <ol className="divide-y divide-line rounded-lg border border-line bg-surface">
        {steps.map((step) => {
          const { icon: Icon, look, word } = STATES[step.state];
          return (
            <li key={step.id} className="flex gap-3 px-4 py-2.5">
              <Icon aria-hidden="true" className={cx("mt-[3px] size-4 shrink-0", look)} />
              <div className="min-w-0 flex-1 break-words">
                <p className={step.state === "unknown" ? "text-ink-soft" : ""}>{step.title}</p>
                {step.problem === undefined ? null : (
                  <p className="mt-0.5 text-ink-soft text-sm">{step.problem}</p>
                )}
                {step.note === undefined ? null : <p className="mt-0.5 text-ink-soft text-sm">{step.note}</p>}
              </div>
              <span className={cx("text-sm", look)}>{word}</span>
            </li>
          );
        })}
      </ol>
      {explanation === undefined ? null : <Explanation explanation={explanation} />}
    </>
  );
}
