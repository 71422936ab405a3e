"use client";

import { Combobox } from "@base-ui/react/combobox";
import { Check, ChevronDown } from "lucide-react";
import { useSyncExternalStore } from "react";
import { cx } from "./class-names";
import { FIELD_STYLES } from "./control-styles";
import { describedBy, Field, type FieldTexts } from "./field";
import { SelectField } from "./select-field";

export interface ComboboxOption {
  readonly value: string;
  readonly label: string;
  /** Second line, searched as well: an account number, an ARN. */
  readonly detail?: string;
}

type ComboboxFieldProps = FieldTexts & {
  readonly name: string;
  readonly options: readonly ComboboxOption[];
  readonly defaultValue?: string | undefined;
  readonly placeholder?: string;
  /** Said when nothing matches what was typed. */
  readonly emptyText: string;
};

function matches(option: ComboboxOption, query: string): boolean {
  const text = `${option.label} ${option.detail ?? ""}`.toLowerCase();
  return query
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

const PLACEHOLDER = "Choose one";

const NEVER_CHANGES = () => () => undefined;

/**
 * Chooses one of many by typing part of it. What is typed stands in the list that opens, not in the field: with
 * an input in the field the primitive hides the whole page, the field's own label with it, from screen readers
 * while the list is open. The form gets the option's value under `name`. Until scripts run it
 * is the platform's select: the primitive hides its input by an inline style, which the content security
 * policy allows only where a script sets it.
 */
export function ComboboxField(props: ComboboxFieldProps) {
  const scripted = useSyncExternalStore(
    NEVER_CHANGES,
    () => true,
    () => false,
  );
  if (scripted) {
    return (
      <div className="min-w-0">
        <TypingField {...props} />
      </div>
    );
  }
  const { placeholder = PLACEHOLDER, emptyText: _unused, options, ...field } = props;
  return <SelectField {...field} options={[{ value: "", label: placeholder }, ...options]} />;
}

function TypingField({
  name,
  label,
  hint,
  error,
  optional = false,
  options,
  defaultValue,
  placeholder = PLACEHOLDER,
  emptyText,
}: ComboboxFieldProps) {
  const searchLabel = `Search ${typeof label === "string" ? label.toLowerCase() : "the choices"}`;
  const chosen = options.find((option) => option.value === defaultValue) ?? null;
  return (
    <Combobox.Root
      items={options}
      name={name}
      defaultValue={chosen}
      filter={matches}
      limit={100}
      autoHighlight
      isItemEqualToValue={(one: ComboboxOption, other: ComboboxOption) => one.value === other.value}
    >
      <Field id={name} label={label} hint={hint} error={error} optional={optional}>
        <Combobox.Trigger
          id={name}
          aria-invalid={error ? true : undefined}
          aria-describedby={describedBy(name, { hint, error })}
          className={cx(
            FIELD_STYLES,
            "flex h-8 items-center justify-between gap-2 text-left pointer-coarse:h-10",
          )}
        >
          <span className="min-w-0 truncate">
            <Combobox.Value placeholder={<span className="text-ink-faint">{placeholder}</span>} />
          </span>
          <ChevronDown aria-hidden="true" className="size-4 shrink-0 text-ink-faint" />
        </Combobox.Trigger>
      </Field>
      <Combobox.Portal>
        <Combobox.Positioner sideOffset={4} className="z-50 outline-none">
          <Combobox.Popup
            aria-label={searchLabel}
            className="flex max-h-[min(22rem,var(--available-height))] w-(--anchor-width) flex-col rounded-lg border border-line bg-raised text-ink shadow-pop"
          >
            <div className="border-line border-b p-1.5">
              <Combobox.Input
                aria-label={searchLabel}
                placeholder="Type part of it"
                spellCheck={false}
                className={cx(FIELD_STYLES, "h-8 pointer-coarse:h-10")}
              />
            </div>
            <Combobox.Empty className="px-2.5 py-2 text-ink-soft text-sm empty:hidden">
              {emptyText}
            </Combobox.Empty>
            <Combobox.List className="overflow-y-auto p-1">
              {(option: ComboboxOption) => (
                <Combobox.Item
                  key={option.value}
                  value={option}
                  className="flex cursor-default items-center gap-2 rounded-md px-2 py-1.5 text-sm outline-none data-highlighted:bg-hover"
                >
                  <span className="min-w-0 flex-1">
                    <span className="block truncate font-medium">{option.label}</span>
                    {option.detail ? (
                      <span className="figures block truncate text-ink-faint text-xs">{option.detail}</span>
                    ) : null}
                  </span>
                  <Combobox.ItemIndicator>
                    <Check aria-hidden="true" className="size-4 text-accent" />
                  </Combobox.ItemIndicator>
                </Combobox.Item>
              )}
            </Combobox.List>
          </Combobox.Popup>
        </Combobox.Positioner>
      </Combobox.Portal>
    </Combobox.Root>
  );
}
