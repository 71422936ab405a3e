import type { ReactNode } from "react";
import { CopyButton } from "@/app/_ui/copy-button.client";

export interface Value {
  readonly label: string;
  readonly value: ReactNode;
  /** When it is to be entered elsewhere letter by letter. */
  readonly copy?: string;
}

/** Names and values, one under the other; each can be copied on its own. */
export function Values({ values }: { readonly values: readonly Value[] }) {
  return (
    <dl className="divide-y divide-line rounded-lg border border-line bg-surface">
      {values.map(({ label, value, copy }) => (
        <div key={label} className="flex items-center gap-x-4 px-4 py-2 max-sm:flex-col max-sm:items-stretch">
          <dt className="w-44 shrink-0 text-ink-soft text-sm">{label}</dt>
          <dd className="flex min-w-0 flex-1 items-center gap-2">
            <span className={copy === undefined ? "min-w-0" : "figures min-w-0 break-all font-mono text-sm"}>
              {value}
            </span>
            {copy === undefined ? null : (
              <CopyButton
                text={copy}
                label={`Copy ${label.toLowerCase()}`}
                iconOnly
                size="sm"
                tone="quiet"
                className="ml-auto w-7 px-0!"
              />
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}
