import type { Metadata } from "next";
import { EmptyState } from "@/app/_ui/empty-state";
import { LinkButton } from "@/app/_ui/link-button";
import { LoadMore } from "@/app/_ui/load-more";
import { PageHeader } from "@/app/_ui/page-header";
import { Table } from "@/app/_ui/table";
import { adminVisit } from "../_parts/admin-visit";
import { address, listQuery, type SearchParams } from "../_parts/list-address";
import { NothingYet } from "../_parts/nothing-yet";
import { SearchForm } from "../_parts/search-form";
import { GRANT_COLUMNS } from "./grant-columns";

export const metadata: Metadata = { title: "Grants" };

export default async function GrantsPage({ searchParams }: { readonly searchParams: SearchParams }) {
  const { rolebridge, person, mayChange } = await adminVisit();
  const query = await listQuery(searchParams);
  const page = await rolebridge.admin.grants.list(person, query);
  const add = mayChange ? (
    <LinkButton href="/admin/grants/new" tone="primary">
      Add grant
    </LinkButton>
  ) : null;
  if (query.q === undefined && query.cursor === undefined && page.items.length === 0) {
    const targets = await rolebridge.admin.targets.list(person, { limit: 1 });
    const needs = targets.items.length === 0 ? "target" : undefined;
    return (
      <>
        <PageHeader title="Grants" />
        <NothingYet what="grant" needs={needs} mayChange={mayChange} />
      </>
    );
  }
  return (
    <>
      <PageHeader title="Grants" description="Who may take which role." actions={add} />
      <SearchForm label="Search grants" value={query.q} />
      {page.items.length === 0 ? (
        <EmptyState title="No grant matches">Try a group, a user, a role or an account.</EmptyState>
      ) : (
        <Table caption="Grants" columns={GRANT_COLUMNS} rows={page.items} rowKey={(grant) => grant.id} />
      )}
      <LoadMore
        shown={page.items.length}
        noun={["grant", "grants"]}
        href={page.nextCursor && address("/admin/grants", { q: query.q, cursor: page.nextCursor })}
        firstHref={query.cursor && address("/admin/grants", { q: query.q })}
      />
    </>
  );
}
