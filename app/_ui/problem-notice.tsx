import type { ReactNode } from "react";
import { Callout } from "./callout";
import { Reference } from "./form-error-summary.client";

/** A refusal in place of what was asked for: the sentence, the next step, the reference. */
export function ProblemNotice({
  problem,
  action,
}: {
  readonly problem: { readonly title: string; readonly detail?: string; readonly reference: string };
  readonly action?: ReactNode;
}) {
  const { title, detail, reference } = problem;
  return (
    <Callout tone="danger" title={title}>
      {detail !== undefined && detail !== title ? <p>{detail}</p> : null}
      <Reference value={reference} />
      {action ? <div className="mt-3 flex flex-wrap gap-2">{action}</div> : null}
    </Callout>
  );
}
