import type { Metadata } from "next";
import { AccountMarker } from "@/app/_ui/account-marker";
import { AccountNumber } from "@/app/_ui/account-number";
import { EmptyState } from "@/app/_ui/empty-state";
import { LinkButton } from "@/app/_ui/link-button";
import { LoadMore } from "@/app/_ui/load-more";
import { PageHeader } from "@/app/_ui/page-header";
import { type Column, Table } from "@/app/_ui/table";
import type { Account } from "@/lib/entitlements/model";
import { adminVisit } from "../_parts/admin-visit";
import { address, listQuery, type SearchParams } from "../_parts/list-address";
import { NothingYet } from "../_parts/nothing-yet";
import { SearchForm } from "../_parts/search-form";

export const metadata: Metadata = { title: "Accounts" };

const COLUMNS: readonly Column<Account & { readonly targetCount: number }>[] = [
  {
    key: "name",
    header: "Name",
    isTitle: true,
    cell: (account) => (
      <a
        href={`/admin/accounts/${account.accountId}`}
        className="inline-flex items-center gap-2 hover:underline"
      >
        <AccountMarker accountId={account.accountId} color={account.color} />
        {account.name}
      </a>
    ),
  },
  { key: "id", header: "Number", cell: (account) => <AccountNumber id={account.accountId} /> },
  {
    key: "alias",
    header: "Alias",
    cell: (account) => account.alias ?? <span className="text-ink-faint">none</span>,
  },
  { key: "region", header: "Region", cell: (account) => <span className="figures">{account.region}</span> },
  { key: "targets", header: "Roles", numeric: true, cell: (account) => account.targetCount },
];

export default async function AccountsPage({ searchParams }: { readonly searchParams: SearchParams }) {
  const { rolebridge, person, mayChange } = await adminVisit();
  const query = await listQuery(searchParams);
  const page = await rolebridge.admin.accounts.list(person, query);
  const add = mayChange ? (
    <LinkButton href="/admin/accounts/new" tone="primary">
      Add account
    </LinkButton>
  ) : null;
  const first = query.q === undefined && query.cursor === undefined;
  if (first && page.items.length === 0) {
    return (
      <>
        <PageHeader title="Accounts" />
        <NothingYet what="account" mayChange={mayChange} />
      </>
    );
  }
  return (
    <>
      <PageHeader
        title="Accounts"
        description="AWS accounts that Rolebridge gives access to."
        actions={add}
      />
      <SearchForm label="Search accounts" value={query.q} />
      {page.items.length === 0 ? (
        <EmptyState title="No account matches">Try a part of the name, alias or number.</EmptyState>
      ) : (
        <Table
          caption="Accounts"
          columns={COLUMNS}
          rows={page.items}
          rowKey={(account) => account.accountId}
        />
      )}
      <LoadMore
        shown={page.items.length}
        noun={["account", "accounts"]}
        href={page.nextCursor && address("/admin/accounts", { q: query.q, cursor: page.nextCursor })}
        firstHref={query.cursor && address("/admin/accounts", { q: query.q })}
      />
    </>
  );
}
