import type { AuditEvent } from "../audit/event";

export interface AuditWriter {
  /** Resolves when the event is committed. Callers await it before they hand anything over. */
  append(event: AuditEvent): Promise<void>;
}
