"use client";

import { Checkbox } from "@/app/_ui/checkbox";
import { ComboboxField } from "@/app/_ui/combobox-field.client";
import { SelectField } from "@/app/_ui/select-field";
import { TextAreaField, TextField } from "@/app/_ui/text-field";
import { ChoiceCards } from "./choice-cards";
import type { FieldSpec, FieldValues } from "./field-spec";
import { GeneratedField } from "./generated-field.client";
import { type TagRow, tagRows } from "./tag-rules";
import { TagRules } from "./tag-rules.client";

export interface Fault {
  readonly field: string;
  readonly message: string;
}

/** One field of a form, as its spec says. */
export function SpecField({
  spec,
  values,
  rows,
  onRows,
  faults,
}: {
  readonly spec: FieldSpec;
  readonly values: FieldValues;
  /** Rows of tags as they were left, when they were touched. */
  readonly rows: readonly TagRow[] | undefined;
  readonly onRows: (rows: readonly TagRow[]) => void;
  /** Those of this field. */
  readonly faults: readonly Fault[];
}) {
  const value = values[spec.name];
  const error = faults.length === 0 ? undefined : faults.map(({ message }) => message).join(" ");
  const texts = {
    name: spec.name,
    label: spec.label,
    optional: spec.optional ?? false,
    error,
    ...(spec.hint === undefined ? {} : { hint: spec.hint }),
  };
  switch (spec.kind) {
    case "text": {
      const field = {
        ...texts,
        defaultValue: value,
        mono: spec.mono ?? false,
        placeholder: spec.placeholder,
        type: spec.type ?? "text",
        inputMode: spec.inputMode,
      };
      return spec.generate ? (
        <GeneratedField {...field} generateLabel={spec.generate.label} />
      ) : (
        <TextField {...field} />
      );
    }
    case "textarea":
      return (
        <TextAreaField
          {...texts}
          defaultValue={value}
          mono={spec.mono ?? false}
          placeholder={spec.placeholder}
          rows={spec.rows ?? 6}
        />
      );
    case "select":
      return <SelectField {...texts} defaultValue={value} options={spec.options} />;
    case "choice":
      return <ChoiceCards {...texts} value={value} options={spec.options} />;
    case "combobox":
      return (
        <ComboboxField
          {...texts}
          defaultValue={value}
          options={spec.options}
          emptyText={spec.emptyText}
          {...(spec.placeholder === undefined ? {} : { placeholder: spec.placeholder })}
        />
      );
    case "tags":
      return (
        <TagRules
          {...texts}
          rows={rows ?? tagRows(values, spec.name)}
          attributes={spec.attributes}
          onRows={onRows}
        />
      );
    case "checkbox":
      return (
        <Checkbox name={spec.name} label={spec.label} hint={spec.hint} defaultChecked={value === "on"} />
      );
  }
}
