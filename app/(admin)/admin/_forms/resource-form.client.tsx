"use client";

import { useActionState, useState } from "react";
import type { ActionState } from "@/app/_http/action";
import { Checkbox } from "@/app/_ui/checkbox";
import { ComboboxField } from "@/app/_ui/combobox-field.client";
import { FormErrorSummary } from "@/app/_ui/form-error-summary.client";
import { LinkButton } from "@/app/_ui/link-button";
import { SelectField } from "@/app/_ui/select-field";
import { SubmitButton } from "@/app/_ui/submit-button.client";
import { TextAreaField, TextField } from "@/app/_ui/text-field";
import { useToast } from "@/app/_ui/toast.client";
import type { FieldGroup, FieldSpec, FieldValues } from "./field-spec";

type FormAction = (previous: ActionState<string>, form: FormData) => Promise<ActionState<string>>;

interface ResourceFormProps {
  readonly action: FormAction;
  readonly groups: readonly FieldGroup[];
  readonly values: FieldValues;
  readonly submitLabel: string;
  readonly cancelHref?: string;
  /** Sent along unseen, e.g. the id of what is edited. */
  readonly hidden?: Readonly<Record<string, string>>;
}

interface Fault {
  readonly field: string;
  readonly message: string;
}

function belongsTo(spec: FieldSpec, fault: Fault): boolean {
  return [spec.name, ...(spec.alsoErrorsOf ?? [])].some(
    (name) => fault.field === name || fault.field.startsWith(`${name}.`),
  );
}

/** A form of the administration: fields from data, what was wrong beside each, nothing typed is ever lost. */
export function ResourceForm({
  action,
  groups,
  values,
  submitLabel,
  cancelHref,
  hidden = {},
}: ResourceFormProps) {
  const toast = useToast();
  const [attempt, setAttempt] = useState(0);
  const [state, dispatch] = useActionState(
    async (previous: ActionState<string>, form: FormData) => {
      const next = await action(previous, form);
      if (next.state === "done") toast(next.value);
      setAttempt((count) => count + 1);
      return next;
    },
    { state: "idle" },
  );
  const refused = state.state === "refused" ? state : undefined;
  const current: FieldValues = refused ? refused.typed : values;
  const [followed, setFollowed] = useState<FieldValues>({});
  const shownValue = (name: string): string => followed[name] ?? current[name] ?? "";
  const specs = groups.flatMap((group) => group.fields);
  const faults = (refused?.problem.fields ?? []).map((fault) => {
    const spec = specs.find((candidate) => belongsTo(candidate, fault));
    return { field: spec?.name ?? fault.field, message: fault.message };
  });
  const shows = (spec: FieldSpec): boolean =>
    spec.showWhen === undefined || spec.showWhen.is.includes(shownValue(spec.showWhen.field));

  return (
    <form action={dispatch} className="flex max-w-[44rem] flex-col gap-7" noValidate>
      <FormErrorSummary
        title={refused?.problem.detail}
        problems={faults.map((fault) => ({ field: fault.field, message: fault.message }))}
        reference={refused?.problem.reference}
      />
      {Object.entries(hidden).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      {groups.map((group) => (
        <Group
          key={group.title ?? group.fields[0]?.name}
          group={group}
          hasFault={faults.some((fault) => group.fields.some((spec) => spec.name === fault.field))}
        >
          {group.fields.filter(shows).map((spec) => (
            <SpecField
              // After a refusal the fields start again from what was typed.
              key={`${spec.name}:${attempt}`}
              spec={spec}
              value={current[spec.name]}
              error={faults.find((fault) => fault.field === spec.name)?.message}
              onFollow={(value) => setFollowed((before) => ({ ...before, [spec.name]: value }))}
            />
          ))}
        </Group>
      ))}
      <div className="flex flex-wrap gap-2">
        <SubmitButton>{submitLabel}</SubmitButton>
        {cancelHref ? <LinkButton href={cancelHref}>Cancel</LinkButton> : null}
      </div>
    </form>
  );
}

function Group({
  group,
  hasFault,
  children,
}: {
  readonly group: FieldGroup;
  readonly hasFault: boolean;
  readonly children: React.ReactNode;
}) {
  const fields = <div className="flex flex-col gap-4">{children}</div>;
  if (group.folded) {
    return (
      <details open={hasFault || undefined} className="rounded-lg border border-line bg-surface">
        <summary className="px-4 py-2.5 font-medium text-sm">{group.title}</summary>
        <div className="border-line border-t px-4 py-4">
          {group.description ? <p className="mb-4 text-ink-soft text-sm">{group.description}</p> : null}
          {fields}
        </div>
      </details>
    );
  }
  if (group.title === undefined) return fields;
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1 font-semibold tracking-[-0.01em]">{group.title}</legend>
      {group.description ? <p className="mb-3 text-ink-soft text-sm">{group.description}</p> : null}
      {fields}
    </fieldset>
  );
}

function SpecField({
  spec,
  value,
  error,
  onFollow,
}: {
  readonly spec: FieldSpec;
  readonly value: string | undefined;
  readonly error: string | undefined;
  /** Tells the form what a select shows, for fields that depend on it. */
  readonly onFollow: (value: string) => void;
}) {
  const texts = {
    name: spec.name,
    label: spec.label,
    optional: spec.optional ?? false,
    error,
    ...(spec.hint === undefined ? {} : { hint: spec.hint }),
  };
  switch (spec.kind) {
    case "text":
      return (
        <TextField
          {...texts}
          defaultValue={value}
          mono={spec.mono ?? false}
          placeholder={spec.placeholder}
          type={spec.type ?? "text"}
          inputMode={spec.inputMode}
        />
      );
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
      return (
        <SelectField
          {...texts}
          defaultValue={value}
          options={spec.options}
          onChange={(event) => onFollow(event.currentTarget.value)}
        />
      );
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
    case "checkbox":
      return (
        <Checkbox name={spec.name} label={spec.label} hint={spec.hint} defaultChecked={value === "on"} />
      );
  }
}
