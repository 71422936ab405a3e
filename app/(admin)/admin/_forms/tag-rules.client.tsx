"use client";

import { Plus, X } from "lucide-react";
import { useRef, useState } from "react";
import { Button } from "@/app/_ui/button";
import { cx } from "@/app/_ui/class-names";
import { FIELD_STYLES } from "@/app/_ui/control-styles";
import { FieldError, type FieldTexts } from "@/app/_ui/field";
import type { TagRow } from "./tag-rules";

interface NumberedRow extends TagRow {
  readonly id: number;
}

const CELL = cx(FIELD_STYLES, "h-8 pointer-coarse:h-10");

/** Which tag gets its value from where: a row a tag. */
export function TagRules({
  name,
  label,
  hint,
  error,
  rows: initial,
  attributes,
  onRows,
}: FieldTexts & {
  readonly name: string;
  readonly rows: readonly TagRow[];
  /** Told after every change, for who must remember the rows. */
  readonly onRows: (rows: readonly TagRow[]) => void;
  /** Names of attributes seen so far, offered while typing. */
  readonly attributes: readonly string[];
}) {
  const [rows, setRows] = useState<readonly NumberedRow[]>(() => initial.map((row, id) => ({ ...row, id })));
  const next = useRef(initial.length);
  const add = useRef<HTMLButtonElement>(null);
  function keep(changed: readonly NumberedRow[]) {
    setRows(changed);
    onRows(changed.map(({ key, from, value }) => ({ key, from, value })));
  }
  const change = (id: number, part: Partial<TagRow>) =>
    keep(rows.map((row) => (row.id === id ? { ...row, ...part } : row)));
  return (
    <fieldset id={name} className="min-w-0" aria-describedby={error ? `${name}-error` : undefined}>
      <legend className="mb-1.5 font-medium text-ink text-sm">
        {label}
        <span className="font-normal text-ink-faint"> (optional)</span>
      </legend>
      {hint ? <p className="-mt-1 mb-2 text-ink-soft text-sm">{hint}</p> : null}
      <datalist id={`${name}-attributes`}>
        {attributes.map((attribute) => (
          <option key={attribute} value={attribute} />
        ))}
      </datalist>
      <div className="flex flex-col gap-2">
        {rows.map((row, place) => (
          <Row
            key={row.id}
            row={row}
            prefix={`${name}.${place}`}
            number={place + 1}
            list={`${name}-attributes`}
            onChange={(part) => change(row.id, part)}
            onRemove={() => {
              keep(rows.filter((other) => other.id !== row.id));
              add.current?.focus();
            }}
          />
        ))}
      </div>
      <Button
        ref={add}
        size="sm"
        className={rows.length > 0 ? "mt-2" : ""}
        onClick={() => {
          const id = next.current;
          next.current += 1;
          keep([...rows, { id, key: "", from: "attribute", value: "" }]);
        }}
      >
        <Plus aria-hidden="true" />
        Add tag
      </Button>
      <div className="mt-1.5">
        <FieldError id={name} error={error} />
      </div>
    </fieldset>
  );
}

function Row({
  row,
  prefix,
  number,
  list,
  onChange,
  onRemove,
}: {
  readonly row: NumberedRow;
  readonly prefix: string;
  readonly number: number;
  readonly list: string;
  readonly onChange: (part: Partial<TagRow>) => void;
  readonly onRemove: () => void;
}) {
  const isAttribute = row.from === "attribute";
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-2 gap-y-1.5 max-sm:rounded-lg max-sm:border max-sm:border-line max-sm:p-2 sm:grid-cols-[minmax(0,5fr)_minmax(0,4fr)_minmax(0,6fr)_auto]">
      <input
        name={`${prefix}.key`}
        aria-label={`Key of tag ${number}`}
        placeholder="Department"
        autoComplete="off"
        spellCheck={false}
        value={row.key}
        onChange={(event) => onChange({ key: event.target.value })}
        className={cx(CELL, "figures font-mono text-sm max-sm:col-start-1")}
      />
      <select
        name={`${prefix}.from`}
        aria-label={`Where tag ${number} gets its value`}
        value={row.from}
        onChange={(event) => onChange({ from: event.target.value === "value" ? "value" : "attribute" })}
        className={cx(CELL, "max-sm:col-span-2 max-sm:col-start-1")}
      >
        <option value="attribute">from attribute</option>
        <option value="value">is always</option>
      </select>
      <input
        name={`${prefix}.value`}
        aria-label={isAttribute ? `Attribute of tag ${number}` : `Value of tag ${number}`}
        placeholder={isAttribute ? "department" : "Logistics"}
        list={isAttribute ? list : undefined}
        autoComplete="off"
        spellCheck={false}
        value={row.value}
        onChange={(event) => onChange({ value: event.target.value })}
        className={cx(CELL, "figures font-mono text-sm max-sm:col-span-2 max-sm:col-start-1")}
      />
      <Button
        size="sm"
        tone="quiet"
        aria-label={`Remove tag ${number}`}
        title="Remove"
        onClick={onRemove}
        className="w-7 px-0! max-sm:col-start-2 max-sm:row-start-1 pointer-coarse:w-10"
      >
        <X aria-hidden="true" />
      </Button>
    </div>
  );
}
