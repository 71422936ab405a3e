import type { ReactNode } from "react";
import { cx } from "./class-names";

export interface FieldTexts {
  readonly label: ReactNode;
  /** One sentence under the label: what it is for, an example. */
  readonly hint?: ReactNode;
  /** What is wrong with the value; announced and shown in place of nothing else. */
  readonly error?: string | undefined;
  readonly optional?: boolean;
}

/** ids of hint and error for `aria-describedby`, in reading order. */
export function describedBy(id: string, { hint, error }: Pick<FieldTexts, "hint" | "error">) {
  const ids = [hint ? `${id}-hint` : undefined, error ? `${id}-error` : undefined].filter(Boolean);
  return ids.length > 0 ? ids.join(" ") : undefined;
}

/** Label, hint and error around one control. The control's id is `id`. */
export function Field({
  id,
  label,
  hint,
  error,
  optional,
  className,
  children,
}: FieldTexts & {
  readonly id: string;
  readonly className?: string | undefined;
  readonly children: ReactNode;
}) {
  return (
    <div className={cx("flex min-w-0 flex-col gap-1.5", className)}>
      <label htmlFor={id} className="font-medium text-ink text-sm">
        {label}
        {optional ? <span className="font-normal text-ink-faint"> (optional)</span> : null}
      </label>
      {hint ? (
        <p id={`${id}-hint`} className="-mt-1 text-ink-soft text-sm">
          {hint}
        </p>
      ) : null}
      {children}
      <FieldError id={id} error={error} />
    </div>
  );
}

/** What is wrong with a field, where `describedBy` and `aria-describedby` find it. */
export function FieldError({ id, error }: { readonly id: string; readonly error: string | undefined }) {
  if (!error) return null;
  return (
    <p id={`${id}-error`} className="text-danger text-sm first-letter:uppercase">
      {error}
    </p>
  );
}
