import { ChevronDown } from "lucide-react";
import type { ComponentProps } from "react";
import { cx } from "./class-names";
import { FIELD_STYLES } from "./control-styles";
import { describedBy, Field, type FieldTexts } from "./field";

export interface SelectOption {
  readonly value: string;
  readonly label: string;
  readonly disabled?: boolean;
}

type SelectFieldProps = FieldTexts & {
  readonly name: string;
  readonly options: readonly SelectOption[];
  /** Puts the label where only screen readers find it: for filters and toolbars. */
  readonly labelHidden?: boolean;
} & Omit<ComponentProps<"select">, "name" | "children">;

/**
 * The platform's own select: its list opens over everything, on a telephone it is the one people know,
 * and it needs no script.
 */
export function SelectField({
  name,
  label,
  hint,
  error,
  optional = false,
  options,
  labelHidden,
  className,
  id = name,
  ...props
}: SelectFieldProps) {
  const control = (
    <span className="relative block">
      <select
        {...props}
        id={id}
        name={name}
        aria-label={labelHidden && typeof label === "string" ? label : undefined}
        aria-invalid={error ? true : undefined}
        aria-describedby={describedBy(id, { hint, error })}
        className={cx(FIELD_STYLES, "h-8 appearance-none pr-8 pointer-coarse:h-10")}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value} disabled={option.disabled}>
            {option.label}
          </option>
        ))}
      </select>
      <ChevronDown
        aria-hidden="true"
        className="pointer-events-none absolute top-1/2 right-2.5 size-4 -translate-y-1/2 text-ink-faint"
      />
    </span>
  );
  if (labelHidden) return <div className={className}>{control}</div>;
  return (
    <Field id={id} label={label} hint={hint} error={error} optional={optional} className={className}>
      {control}
    </Field>
  );
}
