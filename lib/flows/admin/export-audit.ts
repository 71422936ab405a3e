import type { AuditEvent } from "../../audit/event";
import type { AuditQuery } from "../audit-ports";
import { requireReader } from "../authorize";
import type { FlowContext } from "../flow-context";
import { record } from "../record";
import type { AdminUseCases } from "./admin-use-cases";

const PAGE = 500;

/** Page by page, so that an export of years holds one page in memory. */
async function* pagesOf(
  { audit }: Pick<FlowContext, "audit">,
  query: Omit<AuditQuery, "cursor" | "limit">,
): AsyncGenerator<readonly AuditEvent[]> {
  let cursor: string | undefined;
  do {
    const page = await audit.list({ ...query, limit: PAGE, ...(cursor === undefined ? {} : { cursor }) });
    yield page.items;
    cursor = page.nextCursor;
  } while (cursor !== undefined);
}

export function exportAudit(context: FlowContext): AdminUseCases["exportAudit"] {
  return async (actor, query) => {
    await requireReader(context, actor, "audit.export");
    await record(context, context.audit, actor, actor.origin, {
      action: "audit.exported",
      outcome: "success",
      detail: { filter: query },
    });
    return pagesOf(context, query);
  };
}
