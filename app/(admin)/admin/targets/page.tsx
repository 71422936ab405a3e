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
import { TARGET_COLUMNS } from "./target-columns";

export const metadata: Metadata = { title: "Targets" };

export default async function TargetsPage({ searchParams }: { readonly searchParams: SearchParams }) {
  const { rolebridge, person, mayChange } = await adminVisit();
  const query = await listQuery(searchParams);
  const page = await rolebridge.admin.targets.list(person, query);
  const add = mayChange ? (
    <LinkButton href="/admin/targets/new" tone="primary">
      Add target
    </LinkButton>
  ) : null;
  if (query.q === undefined && query.cursor === undefined && page.items.length === 0) {
    const accounts = await rolebridge.admin.accounts.list(person, { limit: 1 });
    const needs = accounts.items.length === 0 ? "account" : undefined;
    return (
      <>
        <PageHeader title="Targets" />
        <NothingYet what="target" needs={needs} mayChange={mayChange} />
      </>
    );
  }
  return (
    <>
      <PageHeader title="Targets" description="Roles that people can be granted." actions={add} />
      <SearchForm label="Search targets" value={query.q} />
      {page.items.length === 0 ? (
        <EmptyState title="No target matches">Try a part of the role, the account or the ARN.</EmptyState>
      ) : (
        <Table caption="Targets" columns={TARGET_COLUMNS} rows={page.items} rowKey={(target) => target.id} />
      )}
      <LoadMore
        shown={page.items.length}
        noun={["target", "targets"]}
        href={page.nextCursor && address("/admin/targets", { q: query.q, cursor: page.nextCursor })}
        firstHref={query.cursor && address("/admin/targets", { q: query.q })}
      />
    </>
  );
}
