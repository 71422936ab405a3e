"use client";

import { type ChangeEvent, type ReactNode, useActionState, useState } from "react";
import type { ActionState } from "@/app/_http/action";
import { FormErrorSummary } from "@/app/_ui/form-error-summary.client";
import { LinkButton } from "@/app/_ui/link-button";
import { SubmitButton } from "@/app/_ui/submit-button.client";
import { useToast } from "@/app/_ui/toast.client";
import type { FieldGroup, FieldSpec, FieldValues } from "./field-spec";
import { type Fault, SpecField } from "./spec-field.client";
import type { TagRow } from "./tag-rules";

type FormAction = (previous: ActionState<string>, form: FormData) => Promise<ActionState<string>>;

interface ResourceFormProps {
  readonly action: FormAction;
  readonly groups: readonly FieldGroup[];
  readonly values: FieldValues;
  readonly submitLabel: string;
  /** Of what it takes away from people. */
  readonly submitTone?: "primary" | "danger";
  readonly cancelHref?: string;
  /** Sent along unseen, e.g. the id of what is edited. */
  readonly hidden?: Readonly<Record<string, string>>;
  /** Stands above the buttons: what belongs to the form as a whole, such as a preview of it. */
  readonly children?: ReactNode;
}

/** How exactly a field is meant by a fault: the length of its name that the fault begins with, 0 for not at all. */
function closeness(spec: FieldSpec, fault: Fault): number {
  const names = [spec.name, ...(spec.alsoErrorsOf ?? [])];
  const meant = names.filter((name) => fault.field === name || fault.field.startsWith(`${name}.`));
  return Math.max(0, ...meant.map(({ length }) => length));
}

/** The field to show a fault at: of several the one that is named most exactly. */
function fieldOf(specs: readonly FieldSpec[], fault: Fault): FieldSpec | undefined {
  const meant = specs.filter((spec) => closeness(spec, fault) > 0);
  return meant.sort((one, other) => closeness(other, fault) - closeness(one, fault))[0];
}

function isControl(
  target: EventTarget,
): target is HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement {
  return (
    target instanceof HTMLInputElement ||
    target instanceof HTMLSelectElement ||
    target instanceof HTMLTextAreaElement
  );
}

/**
 * What was typed, by field, also into fields that are hidden now: whoever looks at another kind and comes back
 * finds everything as it was.
 */
function useTyped() {
  const [typed, setTyped] = useState<FieldValues>({});
  function follow({ target }: ChangeEvent<HTMLFormElement>) {
    if (!isControl(target) || target.name === "") return;
    const isBox = target instanceof HTMLInputElement && target.type === "checkbox";
    const value = isBox ? (target.checked ? "on" : "") : target.value;
    setTyped((before) => ({ ...before, [target.name]: value }));
  }
  const [rows, setRows] = useState<Readonly<Record<string, readonly TagRow[]>>>({});
  const followRows = (name: string) => (changed: readonly TagRow[]) =>
    setRows((before) => ({ ...before, [name]: changed }));
  function forget() {
    setTyped({});
    setRows({});
  }
  return { typed, rows, follow, followRows, forget };
}

/** A form of the administration: fields from data, what was wrong beside each, nothing typed is ever lost. */
export function ResourceForm({
  action,
  groups,
  values,
  submitLabel,
  submitTone = "primary",
  cancelHref,
  hidden = {},
  children,
}: ResourceFormProps) {
  const toast = useToast();
  const [attempt, setAttempt] = useState(0);
  const { typed, rows, follow, followRows, forget } = useTyped();
  const [state, dispatch] = useActionState(
    async (previous: ActionState<string>, form: FormData) => {
      const next = await action(previous, form);
      if (next.state === "done") {
        forget();
        toast(next.value);
      }
      setAttempt((count) => count + 1);
      return next;
    },
    { state: "idle" },
  );
  const refused = state.state === "refused" ? state : undefined;
  const current: FieldValues = { ...values, ...refused?.typed, ...typed };
  const shows = ({ showWhen }: FieldSpec): boolean =>
    showWhen === undefined || showWhen.is.includes(current[showWhen.field] ?? "");
  const shown = groups.flatMap((group) => {
    const fields = group.fields.filter(shows);
    return fields.length === 0 ? [] : [{ ...group, fields }];
  });
  const specs = shown.flatMap((group) => group.fields);
  const faults = (refused?.problem.fields ?? []).map((fault) => {
    const spec = fieldOf(specs, fault);
    return { field: spec?.name ?? fault.field, message: fault.message, label: spec?.label ?? fault.field };
  });

  return (
    <form action={dispatch} onChange={follow} className="flex max-w-[44rem] flex-col gap-7" noValidate>
      <FormErrorSummary
        title={refused?.problem.detail}
        problems={faults.map(({ field, label, message }) => ({ field, message: `${label} ${message}` }))}
        reference={refused?.problem.reference}
      />
      {Object.entries(hidden).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      {shown.map((group) => (
        <Group
          key={group.title ?? group.fields[0]?.name}
          group={group}
          hasFault={faults.some((fault) => group.fields.some((spec) => spec.name === fault.field))}
        >
          {group.fields.map((spec) => (
            <SpecField
              // After a refusal the fields start again from what was typed.
              key={`${spec.name}:${attempt}`}
              spec={spec}
              values={current}
              rows={rows[spec.name]}
              onRows={followRows(spec.name)}
              faults={faults.filter((fault) => fault.field === spec.name)}
            />
          ))}
        </Group>
      ))}
      {children}
      <div className="flex flex-wrap gap-2">
        <SubmitButton tone={submitTone}>{submitLabel}</SubmitButton>
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
  readonly children: ReactNode;
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
