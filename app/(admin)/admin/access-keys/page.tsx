import { KeySquare } from "lucide-react";
import type { Metadata } from "next";
import { AccountNumber } from "@/app/_ui/account-number";
import { EmptyState } from "@/app/_ui/empty-state";
import { LinkButton } from "@/app/_ui/link-button";
import { LoadMore } from "@/app/_ui/load-more";
import { PageHeader } from "@/app/_ui/page-header";
import { type Column, Table } from "@/app/_ui/table";
import type { AccessKeyView } from "@/lib/flows/admin/admin-use-cases";
import { adminVisit } from "../_parts/admin-visit";
import { address, listQuery, type SearchParams } from "../_parts/list-address";
import { SearchForm } from "../_parts/search-form";
import { userNameOf } from "./user-name";

export const metadata: Metadata = { title: "Access keys" };

const COLUMNS: readonly Column<AccessKeyView>[] = [
  {
    key: "user",
    header: "IAM user",
    isTitle: true,
    cell: (key) => (
      <a href={`/admin/access-keys/${key.accessKeyId}`} className="hover:underline">
        {userNameOf(key)}
      </a>
    ),
  },
  { key: "account", header: "Account", cell: (key) => <AccountNumber id={key.accountId} /> },
  {
    key: "id",
    header: "Access key ID",
    cell: (key) => <span className="figures break-all font-mono text-xs">{key.accessKeyId}</span>,
  },
  { key: "targets", header: "Targets", numeric: true, cell: (key) => key.targetCount },
  {
    key: "note",
    header: "Note",
    cell: (key) => <span className="line-clamp-1">{key.note ?? ""}</span>,
  },
];

export default async function AccessKeysPage({ searchParams }: { readonly searchParams: SearchParams }) {
  const { rolebridge, person, mayChange } = await adminVisit();
  const query = await listQuery(searchParams);
  const page = await rolebridge.admin.accessKeys.list(person, query);
  const add = mayChange ? <LinkButton href="/admin/access-keys/new">Add access key</LinkButton> : null;
  if (query.q === undefined && query.cursor === undefined && page.items.length === 0) {
    return (
      <>
        <PageHeader title="Access keys" />
        <EmptyState
          title="No access keys, which is best"
          icon={<KeySquare aria-hidden="true" />}
          action={add}
        >
          Roles need none. A key of an IAM user is for what has no other way: break glass, accounts without
          roles, partners that trust an IAM user.
        </EmptyState>
      </>
    );
  }
  return (
    <>
      <PageHeader
        title="Access keys"
        description="Keys of IAM users, sealed. People never see them; they get sessions made with them."
        actions={add}
      />
      <SearchForm label="Search access keys" value={query.q} />
      {page.items.length === 0 ? (
        <EmptyState title="No access key matches">Try a part of the user, the account or the id.</EmptyState>
      ) : (
        <Table caption="Access keys" columns={COLUMNS} rows={page.items} rowKey={(key) => key.accessKeyId} />
      )}
      <LoadMore
        shown={page.items.length}
        noun={["access key", "access keys"]}
        href={page.nextCursor && address("/admin/access-keys", { q: query.q, cursor: page.nextCursor })}
        firstHref={query.cursor && address("/admin/access-keys", { q: query.q })}
      />
    </>
  );
}
