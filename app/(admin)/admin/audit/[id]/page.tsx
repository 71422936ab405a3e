import type { Metadata } from "next";
import { Badge } from "@/app/_ui/badge";
import { PageHeader } from "@/app/_ui/page-header";
import { Time } from "@/app/_ui/time";
import { VisibleText } from "@/app/_ui/visible-text";
import type { AuditEvent } from "@/lib/audit/event";
import { Explanation } from "../../_explain/explanation";
import { JsonBlock } from "../../_explain/json-block";
import { adminVisit, found } from "../../_parts/admin-visit";
import { Section } from "../../_parts/section";
import { type Value, Values } from "../../_parts/values";
import { OUTCOME_TONES } from "../audit-columns";
import { ACTION_WORDS, OUTCOME_WORDS } from "../audit-words";
import { explanationIn } from "../read-explanation";

export const metadata: Metadata = { title: "Audit event" };

function facts(event: AuditEvent): readonly Value[] {
  const { reason } = event.detail;
  return [
    { label: "When", value: <Time at={event.at} seconds /> },
    {
      label: "Who",
      value: event.actor.name === "" ? "Not signed in" : <VisibleText text={event.actor.name} />,
    },
    ...(event.object ? [{ label: "What", value: <VisibleText text={event.object.name} /> }] : []),
    ...(typeof reason === "string" ? [{ label: "Reason", value: <VisibleText text={reason} /> }] : []),
    { label: "From", value: `${event.remoteAddress}` },
    { label: "Browser or tool", value: <VisibleText text={event.userAgent} /> },
    { label: "Reference", value: event.reference, copy: event.reference },
  ];
}

export default async function AuditEventPage({
  params,
}: {
  readonly params: Promise<{ readonly id: string }>;
}) {
  const { rolebridge, person } = await adminVisit();
  const event = await found(rolebridge.inspect.auditEvent(person, (await params).id));
  const explanation = explanationIn(event);
  const { explanation: _shown, ...detail } = event.detail;
  const isTarget = event.object?.kind === "target" && event.object.id !== undefined;
  return (
    <>
      <PageHeader
        title={ACTION_WORDS[event.action]}
        description={<Badge tone={OUTCOME_TONES[event.outcome]}>{OUTCOME_WORDS[event.outcome]}</Badge>}
        breadcrumb={{ href: "/admin/audit", label: "Audit" }}
      />
      <Values values={facts(event)} />
      {explanation === undefined ? null : (
        <Section
          title="Why AWS refused"
          description="What AWS said, what it means here, and who does what."
          actions={
            isTarget ? (
              <a href={`/admin/targets/${event.object?.id}/setup`} className="link text-sm">
                Set this target up in AWS
              </a>
            ) : null
          }
        >
          <Explanation explanation={explanation} />
        </Section>
      )}
      <Section title="Everything that was written down">
        <JsonBlock title="Detail" value={detail} />
      </Section>
    </>
  );
}
