"use client";

import { type ReactNode, useActionState } from "react";
import type { ActionState } from "@/app/_http/action";
import { ConfirmDialog } from "@/app/_ui/alert-dialog.client";
import { Button } from "@/app/_ui/button";
import { FormErrorSummary } from "@/app/_ui/form-error-summary.client";

/** One step of a rotation: says what follows from it, then does it; a refusal stays here with its reason. */
export function KeyStep({
  label,
  title,
  confirmLabel,
  fields,
  action,
  children,
}: {
  readonly label: string;
  readonly title: string;
  readonly confirmLabel: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly action: (previous: ActionState<null>, form: FormData) => Promise<ActionState<null>>;
  /** The consequences. */
  readonly children: ReactNode;
}) {
  const [state, dispatch] = useActionState(action, { state: "idle" });
  const refused = state.state === "refused" ? state.problem : undefined;
  return (
    <div className="mt-3 flex flex-col items-start gap-3">
      <FormErrorSummary
        title={refused?.detail}
        problems={refused?.fields ?? []}
        reference={refused?.reference}
      />
      <ConfirmDialog
        trigger={<Button>{label}</Button>}
        title={title}
        confirmLabel={confirmLabel}
        cancelLabel="Not now"
        action={dispatch}
        fields={fields}
      >
        {children}
      </ConfirmDialog>
    </div>
  );
}
