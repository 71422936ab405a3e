import { FieldError, type FieldTexts } from "@/app/_ui/field";
import type { ChoiceOption } from "./field-spec";

/** A few ways to choose from, each with its sentence: native radio buttons in a list that reads top to bottom. */
export function ChoiceCards({
  name,
  label,
  hint,
  error,
  value,
  options,
}: FieldTexts & {
  readonly name: string;
  readonly value: string | undefined;
  readonly options: readonly ChoiceOption[];
}) {
  return (
    <fieldset id={name} className="min-w-0" aria-describedby={error ? `${name}-error` : undefined}>
      <legend className="mb-1.5 font-medium text-ink text-sm">{label}</legend>
      {hint ? <p className="-mt-1 mb-1.5 text-ink-soft text-sm">{hint}</p> : null}
      <div className="grid gap-2 sm:grid-cols-2">
        {options.map((option) => (
          <label
            key={option.value}
            className="relative flex cursor-pointer gap-2.5 rounded-lg border border-line bg-surface px-3 py-2.5 hover:border-line-strong has-checked:border-accent has-checked:bg-accent-soft has-focus-visible:outline-2 has-focus-visible:outline-accent has-focus-visible:outline-offset-2"
          >
            <input
              type="radio"
              name={name}
              value={option.value}
              defaultChecked={option.value === value}
              className="mt-[3px] size-4 shrink-0 accent-accent outline-none"
            />
            <span className="min-w-0 text-sm">
              <span className="block font-medium text-ink">{option.label}</span>
              <span className="block text-ink-soft">{option.text}</span>
              {option.aside ? <span className="block text-ink-faint text-xs">{option.aside}</span> : null}
            </span>
          </label>
        ))}
      </div>
      <div className="mt-1.5">
        <FieldError id={name} error={error} />
      </div>
    </fieldset>
  );
}
