"use client";

import { type ReactNode, useActionState } from "react";
import type { ActionState } from "@/app/_http/action";
import { ConfirmDialog } from "@/app/_ui/alert-dialog.client";
import { Button } from "@/app/_ui/button";
import { FormErrorSummary } from "@/app/_ui/form-error-summary.client";

/** Says what follows, asks, then does it. A refusal stays here with its reason; on success the action may lead elsewhere. */
export function ConfirmedAction<Done extends null>({
  label,
  title,
  confirmLabel,
  cancelLabel,
  tone,
  fields,
  action,
  children,
}: {
  /** On the button that asks: "Delete account…" */
  readonly label: string;
  readonly title: string;
  readonly confirmLabel: string;
  readonly cancelLabel?: string;
  readonly tone?: "danger" | "primary";
  readonly fields: Readonly<Record<string, string>>;
  readonly action: (previous: ActionState<Done>, form: FormData) => Promise<ActionState<Done>>;
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
        {...(cancelLabel !== undefined && { cancelLabel })}
        {...(tone !== undefined && { tone })}
        action={dispatch}
        fields={fields}
      >
        {children}
      </ConfirmDialog>
    </div>
  );
}
