"use client";

import { useRef, useState } from "react";
import type { UnsavedPlanView } from "@/app/_http/plan-view";
import { SelectField } from "@/app/_ui/select-field";
import { JsonBlock } from "../_explain/json-block";
import { Values } from "../_parts/values";
import { lasts, planValues } from "./plan-values";
import { type Preview, usePreview } from "./use-preview.client";

export interface PreviewPerson {
  readonly value: string;
  readonly label: string;
}

/** Under the form while it is typed: what AWS would be asked for somebody, by what stands in it now. */
export function TargetPreview({
  targetId,
  people,
  personId: first,
  labels,
}: {
  /** Absent for a new target. */
  readonly targetId?: string;
  readonly people: readonly PreviewPerson[];
  readonly personId: string;
  /** Of the form's fields, by name. */
  readonly labels: Readonly<Record<string, string>>;
}) {
  const inside = useRef<HTMLDetailsElement>(null);
  const [personId, choose] = useState(first);
  const preview = usePreview(inside, { targetId, personId });
  return (
    <details
      ref={inside}
      data-keeps-bottom
      className="sticky bottom-2 z-10 rounded-lg border border-line-strong bg-surface shadow-lg"
    >
      <summary className="flex min-h-10 cursor-pointer items-center gap-3 px-4 py-2 text-sm">
        <span className="shrink-0 font-medium">Preview</span>
        <span aria-live="polite" className="min-w-0 flex-1 truncate text-ink-soft">
          {summaryOf(preview, labels)}
        </span>
        <span className="shrink-0 text-accent text-sm">Details</span>
      </summary>
      <div className="flex max-h-[55vh] flex-col gap-4 overflow-auto border-line border-t px-4 py-4">
        {/* Without a name: it says who is looked at, and is no part of the target. */}
        <SelectField
          id="preview-person"
          name=""
          label="For"
          options={people}
          value={personId}
          onChange={({ target }) => choose(target.value)}
        />
        <PreviewDetails preview={preview} labels={labels} />
      </div>
    </details>
  );
}

function summaryOf(preview: Preview, labels: Readonly<Record<string, string>>): string {
  switch (preview.state) {
    case "waiting":
      return "Reading the form…";
    case "refused": {
      const [fault] = faultsOf(preview, labels);
      return fault ?? preview.refusal.detail ?? preview.refusal.title;
    }
    case "shown": {
      const { plan, sent, person } = preview.plan;
      const tags =
        plan.tags.length === 0 ? "" : `, ${plan.tags.length === 1 ? "1 tag" : `${plan.tags.length} tags`}`;
      return `${person.username}: ${sent.action}, ${lasts({ plan })}${tags}`;
    }
  }
}

function faultsOf(
  { refusal: { fields = [] } }: Extract<Preview, { state: "refused" }>,
  labels: Readonly<Record<string, string>>,
): readonly string[] {
  return fields.map(({ field, message }) => `${labels[field.split(".")[0] ?? ""] ?? field} ${message}`);
}

function PreviewDetails({
  preview,
  labels,
}: {
  readonly preview: Preview;
  readonly labels: Readonly<Record<string, string>>;
}) {
  if (preview.state === "waiting") return null;
  if (preview.state === "refused") {
    const faults = faultsOf(preview, labels);
    return (
      <div className="text-sm">
        <p>{preview.refusal.detail ?? preview.refusal.title}</p>
        {faults.length === 0 ? null : (
          <ul className="mt-1.5 list-disc pl-5 text-ink-soft">
            {faults.map((fault) => (
              <li key={fault}>{fault}</li>
            ))}
          </ul>
        )}
      </div>
    );
  }
  return <Shown plan={preview.plan} />;
}

function Shown({ plan: { sent, trustPolicy, ...preview } }: { readonly plan: UnsavedPlanView }) {
  return (
    <>
      <Values values={planValues({ ...preview, sent })} />
      <JsonBlock
        title={sent.action}
        value={{ ...sent.parameters, ...(sent.proof ? { proof: sent.proof } : {}) }}
      />
      {trustPolicy === undefined ? null : (
        <JsonBlock title="Trust policy that the role needs" value={trustPolicy} />
      )}
    </>
  );
}
