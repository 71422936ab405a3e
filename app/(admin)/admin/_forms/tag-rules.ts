import type { SessionTagRule } from "@/lib/entitlements/model";
import type { FieldValues } from "./field-spec";

/**
 * Tag rules in a form are rows of plain fields, `name.0.key`, `name.0.from`, `name.0.value`: what was typed
 * comes back after a refusal like every other field.
 */
export interface TagRow {
  readonly key: string;
  readonly from: "value" | "attribute";
  readonly value: string;
}

const PARTS = /\.(\d+)\.(key|from|value)$/;

/** The rows as they stand in a form or in the values it starts with, empty ones left out. */
export function tagRows(values: FieldValues, name: string): readonly TagRow[] {
  const places = Object.keys(values).flatMap((field) => {
    const place = field.startsWith(`${name}.`) ? PARTS.exec(field)?.[1] : undefined;
    return place === undefined ? [] : [Number(place)];
  });
  return [...new Set(places)]
    .sort((one, other) => one - other)
    .map((place): TagRow => {
      const part = (what: string) => (values[`${name}.${place}.${what}`] ?? "").trim();
      return {
        key: part("key"),
        from: part("from") === "attribute" ? "attribute" : "value",
        value: part("value"),
      };
    })
    .filter(({ key, value }) => key !== "" || value !== "");
}

/** The rules that a posted form says. */
export function tagRulesIn(form: FormData, name: string): readonly SessionTagRule[] {
  const fields = [...form].filter((field): field is [string, string] => typeof field[1] === "string");
  return tagRows(Object.fromEntries(fields), name).map(({ key, from, value }) =>
    from === "attribute" ? { key, attribute: value } : { key, value },
  );
}

/** Rules as values for a form to start with. */
export function tagValues(rules: readonly SessionTagRule[], name: string): FieldValues {
  return Object.fromEntries(
    rules.flatMap((rule, place) => [
      [`${name}.${place}.key`, rule.key],
      [`${name}.${place}.from`, "value" in rule ? "value" : "attribute"],
      [`${name}.${place}.value`, "value" in rule ? rule.value : rule.attribute],
    ]),
  );
}
