/** What the use-cases need of the audit. `lib/db` implements it. */
import type { ChainHead } from "../audit/chain";
import type { AuditEvent } from "../audit/event";
import type { AuditWriter } from "./audit-writer";
import type { Page } from "./ports";

export interface AuditQuery {
  readonly actor?: string;
  readonly action?: string;
  readonly outcome?: string;
  /** What a person read out. */
  readonly reference?: string;
  /** Only sessions of break-glass targets. */
  readonly breakGlass?: boolean;
  readonly from?: Date;
  readonly to?: Date;
  readonly cursor?: string;
  readonly limit: number;
}

export interface AuditLog extends AuditWriter {
  list(query: AuditQuery): Promise<Page<AuditEvent>>;
  byId(id: string): Promise<AuditEvent | undefined>;
  /** The last link of the chain; undefined before the first event. */
  head(): Promise<ChainHead | undefined>;
}
