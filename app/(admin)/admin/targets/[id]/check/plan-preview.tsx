import { Callout } from "@/app/_ui/callout";
import { formatDuration } from "@/app/_ui/time";
import { VisibleText } from "@/app/_ui/visible-text";
import type { PersonPlan } from "@/lib/flows/inspect/inspect-use-cases";
import type { DurationDecidedBy } from "@/lib/issuance/plan";
import { JsonBlock } from "../../../_explain/json-block";
import { type Value, Values } from "../../../_parts/values";

const DECIDED_BY: Readonly<Record<DurationDecidedBy, string>> = {
  wish: "as asked",
  default: "the default",
  grant: "limited by the grant",
  target: "limited by this target",
  kind: "limited by AWS for this kind",
  role: "limited by the role in AWS",
};

/** What AWS would be asked for one person. */
export function PlanPreview({ preview }: { readonly preview: PersonPlan }) {
  const { plan, sent, limits, entitled, person } = preview;
  const values: readonly Value[] = [
    { label: "Asks", value: `${sent.action} in ${plan.sts.regions.join(", then ")}` },
    { label: "Name in CloudTrail", value: plan.sessionName, copy: plan.sessionName },
    {
      label: "Lasts",
      value: `${formatDuration(plan.durationSeconds)}, ${DECIDED_BY[plan.durationDecidedBy]}`,
    },
    {
      label: "Limits",
      value: limits.map((limit) => `${formatDuration(limit.seconds)} (${limit.decidedBy})`).join(", "),
    },
    ...(plan.tags.length > 0
      ? [{ label: "Session tags", value: plan.tags.map(({ key, value }) => `${key} = ${value}`).join("; ") }]
      : []),
    ...(plan.sourceIdentity === undefined ? [] : [{ label: "Source identity", value: plan.sourceIdentity }]),
  ];
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
      <Values values={values} />
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
