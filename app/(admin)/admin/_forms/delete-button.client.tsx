"use client";

import { type ReactNode, useActionState } from "react";
import type { ActionState } from "@/app/_http/action";
import { ConfirmDialog } from "@/app/_ui/alert-dialog.client";
import { Button } from "@/app/_ui/button";
import { FormErrorSummary } from "@/app/_ui/form-error-summary.client";

/** Asks, deletes, and on success the action leads elsewhere; a refusal stays here with its reason. */
export function DeleteButton({
  label,
  title,
  confirmLabel,
  id,
  action,
  children,
}: {
  /** On the button that asks: "Delete account…" */
  readonly label: string;
  readonly title: string;
  readonly confirmLabel: string;
  readonly id: string;
  readonly action: (previous: ActionState<never>, form: FormData) => Promise<ActionState<never>>;
  /** The consequences. */
  readonly children: ReactNode;
}) {
  const [state, dispatch] = useActionState(action, { state: "idle" });
  const refused = state.state === "refused" ? state.problem : undefined;
  return (
    <div className="flex flex-col items-start gap-3">
      <FormErrorSummary
        title={refused?.detail}
        problems={refused?.fields ?? []}
        reference={refused?.reference}
      />
      <ConfirmDialog
        trigger={<Button>{label}</Button>}
        title={title}
        confirmLabel={confirmLabel}
        action={dispatch}
        fields={{ id }}
      >
        {children}
      </ConfirmDialog>
    </div>
  );
}
