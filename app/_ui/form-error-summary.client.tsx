"use client";

import { useEffect, useRef } from "react";
import { Callout } from "./callout";

export interface FieldProblem {
  /** The field's name, which is its id. */
  readonly field: string;
  readonly message: string;
}

/**
 * Everything that is wrong with a form, above it, each line a link to its field. Takes the focus when it
 * appears, so that nobody has to look for the reason. Shows nothing without a title.
 */
export function FormErrorSummary({
  title,
  problems = [],
  reference,
}: {
  readonly title: string | undefined;
  readonly problems?: readonly FieldProblem[];
  readonly reference?: string | undefined;
}) {
  const box = useRef<HTMLDivElement>(null);
  const shown = title !== undefined;
  // A second refusal with other words must take the focus again.
  // biome-ignore lint/correctness/useExhaustiveDependencies: problems stand for "a new answer came"
  useEffect(() => {
    if (shown) box.current?.focus();
  }, [shown, problems]);
  if (!shown) return null;
  return (
    <div ref={box} tabIndex={-1} className="rounded-lg">
      <Callout tone="danger" title={title} live>
        {problems.length > 0 ? (
          <ul className="list-disc pl-4">
            {problems.map(({ field, message }) => (
              <li key={`${field}:${message}`}>
                <a href={`#${field}`} className="link">
                  {message}
                </a>
              </li>
            ))}
          </ul>
        ) : null}
        {reference === undefined ? null : <Reference value={reference} />}
      </Callout>
    </div>
  );
}

/** What to read out to whoever helps; the same string stands in the log and in the audit. */
export function Reference({ value }: { readonly value: string }) {
  return (
    <p className="mt-1 text-ink-faint text-sm">
      Reference <span className="select-all font-mono text-ink-soft">{value}</span>
    </p>
  );
}
