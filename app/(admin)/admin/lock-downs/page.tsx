import { LockKeyholeOpen } from "lucide-react";
import type { Metadata } from "next";
import { Badge } from "@/app/_ui/badge";
import { EmptyState } from "@/app/_ui/empty-state";
import { LinkButton } from "@/app/_ui/link-button";
import { LoadMore } from "@/app/_ui/load-more";
import { PageHeader } from "@/app/_ui/page-header";
import { type Column, Table } from "@/app/_ui/table";
import { Time } from "@/app/_ui/time";
import { VisibleText } from "@/app/_ui/visible-text";
import type { LockDown } from "@/lib/flows/lock-down";
import { adminVisit } from "../_parts/admin-visit";
import { address, listQuery, type SearchParams } from "../_parts/list-address";
import { Subject } from "./lock-down-words";

export const metadata: Metadata = { title: "Lock-downs" };

const COLUMNS: readonly Column<LockDown>[] = [
  {
    key: "what",
    header: "What",
    isTitle: true,
    cell: (lockDown) => (
      <a href={`/admin/lock-downs/${lockDown.id}`} className="hover:underline">
        <Subject {...lockDown} />
      </a>
    ),
  },
  {
    key: "state",
    header: "State",
    cell: ({ lifted }) =>
      lifted === undefined ? <Badge tone="danger">In force</Badge> : <Badge>Lifted</Badge>,
  },
  { key: "reason", header: "Reason", cell: ({ reason }) => <VisibleText text={reason} /> },
  { key: "by", header: "By", cell: ({ createdBy }) => <VisibleText text={createdBy} /> },
  { key: "at", header: "Since", cell: ({ createdAt }) => <Time at={createdAt} /> },
];

export default async function LockDownsPage({ searchParams }: { readonly searchParams: SearchParams }) {
  const { rolebridge, person, mayChange } = await adminVisit();
  const query = await listQuery(searchParams);
  const page = await rolebridge.lockDowns.list(person, query);
  return (
    <>
      <PageHeader
        title="Lock-downs"
        description="A lock-down stops all access from the moment it is made, on every instance, until somebody lifts it. An account is locked down on its own page, a person in the list of people."
        actions={
          mayChange ? (
            <LinkButton href="/admin/lock-downs/new" tone="danger">
              Lock down everything…
            </LinkButton>
          ) : null
        }
      />
      {page.items.length === 0 ? (
        <EmptyState title="Nothing was ever locked down" icon={<LockKeyholeOpen aria-hidden="true" />}>
          When credentials are in the wrong hands, lock down first and find out afterwards.
        </EmptyState>
      ) : (
        <Table caption="Lock-downs" columns={COLUMNS} rows={page.items} rowKey={({ id }) => id} />
      )}
      <LoadMore
        shown={page.items.length}
        noun={["lock-down", "lock-downs"]}
        href={page.nextCursor && address("/admin/lock-downs", { cursor: page.nextCursor })}
        firstHref={query.cursor && "/admin/lock-downs"}
      />
    </>
  );
}
