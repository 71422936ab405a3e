import { Badge, type BadgeTone } from "@/app/_ui/badge";
import type { Column } from "@/app/_ui/table";
import { Time } from "@/app/_ui/time";
import type { AuditEvent, AuditOutcome } from "@/lib/audit/event";
import { VisibleText } from "../_parts/visible-text";
import { ACTION_WORDS, OUTCOME_WORDS } from "./audit-words";

const TONES: Readonly<Record<AuditOutcome, BadgeTone>> = {
  success: "neutral",
  refused: "warning",
  failed: "danger",
};

function Detail({ event }: { readonly event: AuditEvent }) {
  const detail = {
    action: event.action,
    reference: event.reference,
    userAgent: event.userAgent,
    ...(event.object?.id === undefined ? {} : { objectId: event.object.id }),
    ...event.detail,
  };
  return (
    <details className="group">
      <summary className="whitespace-nowrap text-ink-soft text-sm hover:text-ink">Details</summary>
      <pre className="mt-1 max-w-[28rem] whitespace-pre-wrap break-all rounded-md border border-line bg-sunken p-2 font-mono text-xs">
        {JSON.stringify(detail, null, 2)}
      </pre>
    </details>
  );
}

export const AUDIT_COLUMNS: readonly Column<AuditEvent>[] = [
  { key: "at", header: "When", cell: (event) => <Time at={event.at} seconds /> },
  {
    key: "who",
    header: "Who",
    isTitle: true,
    cell: (event) => <VisibleText text={event.actor.name} />,
  },
  {
    key: "what",
    header: "What",
    cell: (event) => (
      <span>
        <span className="text-ink">{ACTION_WORDS[event.action]}</span>
        {event.object ? (
          <span className="block text-ink-soft text-sm">
            <VisibleText text={event.object.name} />
          </span>
        ) : null}
      </span>
    ),
  },
  {
    key: "outcome",
    header: "Outcome",
    cell: (event) => <Badge tone={TONES[event.outcome]}>{OUTCOME_WORDS[event.outcome]}</Badge>,
  },
  {
    key: "from",
    header: "From",
    cell: (event) => <span className="figures whitespace-nowrap">{event.remoteAddress}</span>,
  },
  { key: "detail", header: "Details", headerHidden: true, cell: (event) => <Detail event={event} /> },
];
