import { Badge, type BadgeTone } from "@/app/_ui/badge";
import type { Column } from "@/app/_ui/table";
import { Time } from "@/app/_ui/time";
import { VisibleText } from "@/app/_ui/visible-text";
import type { AuditEvent, AuditOutcome } from "@/lib/audit/event";
import { ACTION_WORDS, OUTCOME_WORDS } from "./audit-words";

/** How each outcome looks; its word carries the meaning. */
export const OUTCOME_TONES: Readonly<Record<AuditOutcome, BadgeTone>> = {
  success: "neutral",
  refused: "warning",
  failed: "danger",
};

export const AUDIT_COLUMNS: readonly Column<AuditEvent>[] = [
  { key: "at", header: "When", cell: (event) => <Time at={event.at} seconds /> },
  {
    key: "who",
    header: "Who",
    isTitle: true,
    cell: ({ actor: { name } }) =>
      name === "" ? <span className="text-ink-faint">Not signed in</span> : <VisibleText text={name} />,
  },
  {
    key: "what",
    header: "What",
    cell: (event) => (
      <span>
        <span className="text-ink">{ACTION_WORDS[event.action]}</span>
        {event.detail.breakGlass === true ? (
          <Badge tone="warning" className="ml-2">
            Break glass
          </Badge>
        ) : null}
        {event.object ? (
          <span className="block min-w-40 text-ink-soft text-sm [&_bdi]:wrap-anywhere">
            <VisibleText text={event.object.name} />
          </span>
        ) : null}
      </span>
    ),
  },
  {
    key: "outcome",
    header: "Outcome",
    cell: (event) => <Badge tone={OUTCOME_TONES[event.outcome]}>{OUTCOME_WORDS[event.outcome]}</Badge>,
  },
  {
    key: "from",
    header: "From",
    cell: (event) => <span className="figures whitespace-nowrap">{event.remoteAddress}</span>,
  },
  {
    key: "detail",
    header: "Details",
    headerHidden: true,
    cell: (event) => (
      <a href={`/admin/audit/${event.id}`} className="whitespace-nowrap text-ink-soft text-sm hover:text-ink">
        Details<span className="visually-hidden"> of event {event.reference}</span>
      </a>
    ),
  },
];
