import { formatDuration } from "@/app/_ui/time";
import type { PlanPreview } from "@/lib/flows/access/plan-preview";
import type { DurationDecidedBy } from "@/lib/issuance/plan";
import type { Value } from "../_parts/values";

const DECIDED_BY: Readonly<Record<DurationDecidedBy, string>> = {
  wish: "as asked",
  default: "the default",
  grant: "limited by the grant",
  target: "limited by this target",
  kind: "limited by AWS for this kind",
  role: "limited by the role in AWS",
};

/** How long, and what decided it. */
export function lasts({ plan }: Pick<PlanPreview, "plan">): string {
  return `${formatDuration(plan.durationSeconds)}, ${DECIDED_BY[plan.durationDecidedBy]}`;
}

/** What AWS would be asked for one person, in words. */
export function planValues({
  plan,
  sent,
  limits,
}: Pick<PlanPreview, "plan" | "sent" | "limits">): readonly Value[] {
  return [
    { label: "Asks", value: `${sent.action} in ${plan.sts.regions.join(", then ")}` },
    { label: "Name in CloudTrail", value: plan.sessionName, copy: plan.sessionName },
    { label: "Lasts", value: lasts({ plan }) },
    {
      label: "Limits",
      value: limits.map((limit) => `${formatDuration(limit.seconds)} (${limit.decidedBy})`).join(", "),
    },
    ...(plan.tags.length > 0
      ? [{ label: "Session tags", value: plan.tags.map(({ key, value }) => `${key} = ${value}`).join("; ") }]
      : []),
    ...(plan.sourceIdentity === undefined ? [] : [{ label: "Source identity", value: plan.sourceIdentity }]),
  ];
}
