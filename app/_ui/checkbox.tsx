import type { ComponentProps, ReactNode } from "react";

type CheckboxProps = Omit<ComponentProps<"input">, "type" | "name"> & {
  readonly name: string;
  readonly label: ReactNode;
  readonly hint?: ReactNode;
};

/** Native check box with its label and one sentence of explanation. */
export function Checkbox({ name, label, hint, id = name, className, ...props }: CheckboxProps) {
  return (
    <div className={className}>
      <label htmlFor={id} className="inline-flex items-start gap-2.5 font-medium text-sm">
        <input
          {...props}
          id={id}
          name={name}
          type="checkbox"
          aria-describedby={hint ? `${id}-hint` : undefined}
          className="mt-0.5 size-4 shrink-0 rounded-sm accent-accent"
        />
        {label}
      </label>
      {hint ? (
        <p id={`${id}-hint`} className="mt-0.5 pl-[1.625rem] text-ink-soft text-sm">
          {hint}
        </p>
      ) : null}
    </div>
  );
}
