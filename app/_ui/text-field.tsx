import type { ComponentProps } from "react";
import { cx } from "./class-names";
import { FIELD_STYLES } from "./control-styles";
import { describedBy, Field, type FieldTexts } from "./field";

interface Shared extends FieldTexts {
  /** Also the id, so that an error summary can link to it. */
  readonly name: string;
  /** For values that are compared letter by letter: ARNs, numbers, metadata. */
  readonly mono?: boolean;
}

type TextFieldProps = Shared & Omit<ComponentProps<"input">, keyof Shared>;

/** One line of text with label, hint and error. Native input: works in a plain form. */
export function TextField({
  name,
  label,
  hint,
  error,
  optional = false,
  mono,
  className,
  id = name,
  ...props
}: TextFieldProps) {
  return (
    <Field id={id} label={label} hint={hint} error={error} optional={optional} className={className}>
      <input
        autoComplete="off"
        spellCheck={!mono}
        {...props}
        id={id}
        name={name}
        aria-invalid={error ? true : undefined}
        aria-describedby={describedBy(id, { hint, error })}
        className={cx(FIELD_STYLES, "h-8 pointer-coarse:h-10", mono && "figures font-mono text-sm")}
      />
    </Field>
  );
}

type TextAreaFieldProps = Shared & Omit<ComponentProps<"textarea">, keyof Shared>;

/** Several lines of text, e.g. pasted metadata or a policy. */
export function TextAreaField({
  name,
  label,
  hint,
  error,
  optional = false,
  mono,
  className,
  id = name,
  rows = 6,
  ...props
}: TextAreaFieldProps) {
  return (
    <Field id={id} label={label} hint={hint} error={error} optional={optional} className={className}>
      <textarea
        spellCheck={!mono}
        {...props}
        id={id}
        name={name}
        rows={rows}
        aria-invalid={error ? true : undefined}
        aria-describedby={describedBy(id, { hint, error })}
        className={cx(FIELD_STYLES, "py-1.5", mono && "font-mono text-sm")}
      />
    </Field>
  );
}
