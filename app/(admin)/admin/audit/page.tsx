import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { EmptyState } from "@/app/_ui/empty-state";
import { LeavingLinkButton } from "@/app/_ui/link-button";
import { LoadMore } from "@/app/_ui/load-more";
import { PageHeader } from "@/app/_ui/page-header";
import { Table } from "@/app/_ui/table";
import { adminVisit } from "../_parts/admin-visit";
import { address, type SearchParams } from "../_parts/list-address";
import { Section } from "../_parts/section";
import { Values } from "../_parts/values";
import { AUDIT_COLUMNS } from "./audit-columns";
import { AuditFilter } from "./audit-filter";
import { auditQuery, exportAddress, readFilter } from "./read-filter";

export const metadata: Metadata = { title: "Audit" };

export default async function AuditPage({ searchParams }: { readonly searchParams: SearchParams }) {
  const { rolebridge, person } = await adminVisit();
  const filter = await readFilter(searchParams);
  const [page, head] = await Promise.all([
    rolebridge.admin.audit(person, auditQuery(filter)),
    rolebridge.admin.auditHead(person),
  ]);
  const { cursor, ...kept } = filter;
  const [only, ...others] = page.items;
  // Who follows a reference wants what stands there, not a list of one.
  if (filter.reference !== undefined && only !== undefined && others.length === 0) {
    redirect(`/admin/audit/${only.id}`);
  }
  return (
    <>
      <PageHeader
        title="Audit"
        description="Everything that was done, newest first. Nothing here can be changed or deleted."
        actions={
          <>
            <LeavingLinkButton href={exportAddress(filter, "csv")} download>
              Export CSV
            </LeavingLinkButton>
            <LeavingLinkButton href={exportAddress(filter, "ndjson")} download>
              Export NDJSON
            </LeavingLinkButton>
          </>
        }
      />
      <AuditFilter filter={filter} />
      {page.items.length === 0 ? (
        <EmptyState title="No event matches">Take a filter away, or look at another time.</EmptyState>
      ) : (
        <Table
          caption="Audit events"
          columns={AUDIT_COLUMNS}
          rows={page.items}
          rowKey={(event) => event.id}
        />
      )}
      <LoadMore
        shown={page.items.length}
        noun={["event", "events"]}
        href={page.nextCursor && address("/admin/audit", { ...kept, cursor: page.nextCursor })}
        firstHref={cursor && address("/admin/audit", kept)}
      />
      {head === undefined ? null : (
        <Section
          title="Chain"
          description="Every event is chained to the one before. Keep this head somewhere else: with it, npm run audit -- verify shows whether anything was changed or removed."
        >
          <Values
            values={[
              {
                label: "Head",
                value: `${head.position}:${head.hash}`,
                copy: `${head.position}:${head.hash}`,
              },
            ]}
          />
        </Section>
      )}
    </>
  );
}
