/**
 * The audit: what happened, as one event a fact. Owns the shape of events and what may stand in them; knows
 * nothing of the use-cases that write them or of the database that keeps them.
 */
import type { AuditAction, AuditDetail, AuditEvent, AuditOutcome } from "./event";

/** What a use-case knows when something has happened. */
export interface AuditFact {
  readonly id: string;
  readonly at: Date;
  readonly actor: AuditEvent["actor"];
  readonly action: AuditAction;
  readonly outcome: AuditOutcome;
  readonly object?: AuditEvent["object"];
  readonly origin: {
    readonly remoteAddress: string;
    readonly userAgent: string;
    readonly reference: string;
  };
  readonly detail?: AuditDetail;
}

const MAX_USER_AGENT = 300;
const MAX_NAME = 1_024;

/** PostgreSQL holds neither a NUL nor half a surrogate pair: what a stranger sends must not stop the audit. */
function storable(text: string, maxLength: number): string {
  return text
    .slice(0, maxLength)
    .replaceAll("\0", "\uFFFD")
    .replaceAll(/\p{Cs}/gu, "\uFFFD");
}

/**
 * Makes an event. The detail becomes plain JSON: dates are RFC 3339, values of type Secret `[redacted]`.
 * Names and the user agent are cut to a length, since they come from outside and are kept for ever.
 */
export function auditEvent(fact: AuditFact): AuditEvent {
  const detail = JSON.parse(
    JSON.stringify(fact.detail ?? {}, (_, value: unknown) =>
      typeof value === "string" ? storable(value, 20_000) : value,
    ),
  ) as AuditDetail;
  return {
    id: fact.id,
    at: fact.at,
    actor: { ...fact.actor, name: storable(fact.actor.name, MAX_NAME) },
    action: fact.action,
    outcome: fact.outcome,
    ...(fact.object === undefined
      ? {}
      : { object: { ...fact.object, name: storable(fact.object.name, MAX_NAME) } }),
    remoteAddress: fact.origin.remoteAddress,
    userAgent: storable(fact.origin.userAgent, MAX_USER_AGENT),
    reference: fact.origin.reference,
    detail,
  };
}
