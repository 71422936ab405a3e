import type { ComboboxOption } from "@/app/_ui/combobox-field.client";
import type { SelectOption } from "@/app/_ui/select-field";

interface Shared {
  /** Name in the form; an error of the same name, or of one of its parts (`name.part`), stands beside it. */
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  readonly optional?: boolean;
  /** Shown only while another field of the form has one of these values. */
  readonly showWhen?: { readonly field: string; readonly is: readonly string[] };
  /** Other names under which the API speaks of this field. */
  readonly alsoErrorsOf?: readonly string[];
}

/** One of a few ways that need a sentence each. */
export interface ChoiceOption {
  readonly value: string;
  readonly label: string;
  readonly text: string;
  /** A word in small print: the name in AWS, for who looks for it. */
  readonly aside?: string;
}

/** One field of an admin form as data, so that a page says what it asks and one island knows how. */
export type FieldSpec = Shared &
  (
    | {
        readonly kind: "text";
        readonly mono?: boolean;
        readonly placeholder?: string;
        readonly type?: "text" | "url" | "password" | "datetime-local";
        readonly inputMode?: "numeric";
        /** A button that puts a fresh random value in. */
        readonly generate?: { readonly label: string };
      }
    | {
        readonly kind: "textarea";
        readonly mono?: boolean;
        readonly rows?: number;
        readonly placeholder?: string;
      }
    | { readonly kind: "select"; readonly options: readonly SelectOption[] }
    | { readonly kind: "choice"; readonly options: readonly ChoiceOption[] }
    | {
        readonly kind: "combobox";
        readonly options: readonly ComboboxOption[];
        readonly placeholder?: string;
        readonly emptyText: string;
      }
    /** Rules that say which session tag comes from where; see `tag-rules.ts` for their names in the form. */
    | { readonly kind: "tags"; readonly attributes: readonly string[] }
    | { readonly kind: "checkbox" }
  );

export interface FieldGroup {
  readonly title?: string;
  readonly description?: string;
  readonly fields: readonly FieldSpec[];
  /** Folded away until opened; for what most people never need. */
  readonly folded?: boolean;
}

/** Values to start with; a check box is "on" or absent. */
export type FieldValues = Readonly<Record<string, string | undefined>>;

/** Labels by every name under which the API may speak of a field. */
export function labelsOf(groups: readonly FieldGroup[]): Readonly<Record<string, string>> {
  const fields = groups.flatMap((group) => group.fields);
  return Object.fromEntries(
    fields.flatMap(({ name, alsoErrorsOf = [], label }) =>
      [name, ...alsoErrorsOf].map((one) => [one, label] as const),
    ),
  );
}
