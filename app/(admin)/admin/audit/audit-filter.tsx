import { Button } from "@/app/_ui/button";
import { Checkbox } from "@/app/_ui/checkbox";
import { LinkButton } from "@/app/_ui/link-button";
import { SelectField } from "@/app/_ui/select-field";
import { TextField } from "@/app/_ui/text-field";
import { ACTION_WORDS, OUTCOME_WORDS } from "./audit-words";
import type { AuditFilterValues } from "./read-filter";

const options = (any: string, words: Readonly<Record<string, string>>) => [
  { value: "", label: any },
  ...Object.entries(words).map(([value, label]) => ({ value, label })),
];

/** A plain GET form: what is shown has an address that can be given to somebody else. */
export function AuditFilter({ filter }: { readonly filter: AuditFilterValues }) {
  const filtered = Object.keys(filter).length > 0;
  return (
    <form className="mb-4 grid grid-cols-2 items-end gap-3 lg:grid-cols-5">
      <TextField name="actor" label="Who" defaultValue={filter.actor} className="max-lg:col-span-2" />
      <SelectField
        name="action"
        label="What"
        defaultValue={filter.action}
        options={options("Anything", ACTION_WORDS)}
      />
      <SelectField
        name="outcome"
        label="Outcome"
        defaultValue={filter.outcome}
        options={options("Any", OUTCOME_WORDS)}
      />
      <TextField name="from" label="From (UTC)" type="datetime-local" defaultValue={filter.from} />
      <TextField name="to" label="To (UTC)" type="datetime-local" defaultValue={filter.to} />
      <TextField name="reference" label="Reference" mono defaultValue={filter.reference} />
      <Checkbox
        name="breakGlass"
        label="Break glass only"
        defaultChecked={filter.breakGlass !== undefined}
        className="pb-1.5"
      />
      <div className="col-span-2 flex gap-2 lg:col-span-3">
        <Button type="submit">Filter</Button>
        {filtered ? (
          <LinkButton href="/admin/audit" tone="quiet">
            Show everything
          </LinkButton>
        ) : null}
      </div>
    </form>
  );
}
