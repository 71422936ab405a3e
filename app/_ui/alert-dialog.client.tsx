"use client";

import { AlertDialog as BaseAlertDialog } from "@base-ui/react/alert-dialog";
import { type ReactElement, type ReactNode, useState } from "react";
import { Button } from "./button";
import { SubmitButton } from "./submit-button.client";

interface ConfirmDialogProps {
  /** The button that opens it, e.g. `<Button tone="danger">Delete…</Button>`. */
  readonly trigger: ReactElement<Record<string, unknown>>;
  /** A question that names the thing: "Delete the account Meridian Data?" */
  readonly title: string;
  /** What follows from it, told before: who loses what. */
  readonly children: ReactNode;
  /** The verb on the button: "Delete account". Never "OK". */
  readonly confirmLabel: string;
  readonly cancelLabel?: string;
  /** Primary: nobody loses anything by it. */
  readonly tone?: "danger" | "primary";
  /** A Server Action; the form's fields are `fields`. The dialog closes when it resolves. */
  readonly action: (form: FormData) => Promise<void> | void;
  readonly fields?: Readonly<Record<string, string>>;
}

/** Asks before something that cannot be taken back. The safe answer has the focus; a click outside does nothing. */
export function ConfirmDialog({
  trigger,
  title,
  children,
  confirmLabel,
  cancelLabel = "Keep it",
  tone = "danger",
  action,
  fields = {},
}: ConfirmDialogProps) {
  const [open, setOpen] = useState(false);
  async function confirm(form: FormData) {
    await action(form);
    setOpen(false);
  }
  return (
    <BaseAlertDialog.Root open={open} onOpenChange={setOpen}>
      <BaseAlertDialog.Trigger render={trigger} />
      <BaseAlertDialog.Portal>
        <BaseAlertDialog.Backdrop className="fixed inset-0 bg-scrim transition-opacity duration-150 data-ending-style:opacity-0 data-starting-style:opacity-0" />
        <BaseAlertDialog.Popup className="fixed top-1/2 left-1/2 max-h-[calc(100dvh-3rem)] w-[min(30rem,calc(100vw-2rem))] -translate-x-1/2 -translate-y-1/2 overflow-y-auto rounded-xl border border-line bg-raised p-5 text-ink shadow-pop outline-none transition-[opacity,scale] duration-150 ease-out data-ending-style:scale-[0.985] data-starting-style:scale-[0.985] data-ending-style:opacity-0 data-starting-style:opacity-0">
          <BaseAlertDialog.Title className="font-semibold text-lg tracking-[-0.012em]">
            {title}
          </BaseAlertDialog.Title>
          <BaseAlertDialog.Description render={<div />} className="mt-1.5 text-ink-soft">
            {children}
          </BaseAlertDialog.Description>
          <form action={confirm} className="mt-5 flex flex-wrap justify-end gap-2">
            {Object.entries(fields).map(([name, value]) => (
              <input key={name} type="hidden" name={name} value={value} />
            ))}
            <BaseAlertDialog.Close render={<Button>{cancelLabel}</Button>} />
            <SubmitButton tone={tone}>{confirmLabel}</SubmitButton>
          </form>
        </BaseAlertDialog.Popup>
      </BaseAlertDialog.Portal>
    </BaseAlertDialog.Root>
  );
}
