import { Callout } from "@/app/_ui/callout";
import { VisibleText } from "@/app/_ui/visible-text";
import type { PersonPlan } from "@/lib/flows/inspect/inspect-use-cases";
import { JsonBlock } from "../../../_explain/json-block";
import { Values } from "../../../_parts/values";
import { planValues } from "../../plan-values";

/** What AWS would be asked for one person. */
export function PlanPreview({ preview }: { readonly preview: PersonPlan }) {
  const { sent, entitled, person } = preview;
  return (
    <div className="flex flex-col gap-4">
      {entitled ? null : (
        <Callout
          title={
            <>
              <VisibleText text={person.username} /> has no grant for this
            </>
          }
        >
          This is what they would get with one.
        </Callout>
      )}
      <Values values={planValues(preview)} />
      <details>
        <summary className="text-ink-soft text-sm hover:text-ink">Everything that is sent</summary>
        <div className="mt-3">
          <JsonBlock
            title={sent.action}
            value={{ ...sent.parameters, ...(sent.proof ? { proof: sent.proof } : {}) }}
          />
        </div>
      </details>
    </div>
  );
}
