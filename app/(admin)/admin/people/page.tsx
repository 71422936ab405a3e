import { Users } from "lucide-react";
import type { Metadata } from "next";
import { Badge } from "@/app/_ui/badge";
import { EmptyState } from "@/app/_ui/empty-state";
import { LoadMore } from "@/app/_ui/load-more";
import { PageHeader } from "@/app/_ui/page-header";
import { type Column, Table } from "@/app/_ui/table";
import { Time } from "@/app/_ui/time";
import { VisibleText } from "@/app/_ui/visible-text";
import type { GroupsClaim, Identity } from "@/lib/identity/identity";
import { adminVisit } from "../_parts/admin-visit";
import { address, listQuery, type SearchParams } from "../_parts/list-address";
import { SearchForm } from "../_parts/search-form";

export const metadata: Metadata = { title: "People" };

type PersonRow = Identity & { readonly id: string; readonly sessionName: string; readonly signedInAt: Date };

const NO_GROUPS: Readonly<
  Record<GroupsClaim, { readonly word: string; readonly tone: "neutral" | "warning" }>
> = {
  present: { word: "In no group", tone: "neutral" },
  missing: { word: "No groups claim", tone: "warning" },
  overage: { word: "Too many groups to send", tone: "warning" },
  not_provisioned: { word: "Not provisioned", tone: "warning" },
  provisioned_to_another: { word: "Provisioned to another", tone: "warning" },
};

function Groups({ person }: { readonly person: PersonRow }) {
  if (person.groups.length === 0) {
    const { word, tone } = NO_GROUPS[person.groupsClaim];
    return <Badge tone={tone}>{word}</Badge>;
  }
  return (
    <details>
      <summary className="max-w-[22rem] truncate">
        {person.groups.length === 1 ? (
          <VisibleText text={person.groups[0] ?? ""} />
        ) : (
          <>{person.groups.length} groups</>
        )}
      </summary>
      <ul className="mt-1 text-sm">
        {person.groups.map((group) => (
          <li key={group}>
            <VisibleText text={group} />
          </li>
        ))}
      </ul>
    </details>
  );
}

const COLUMNS: readonly Column<PersonRow>[] = [
  {
    key: "name",
    header: "Name",
    isTitle: true,
    cell: (person) => (
      <span className="wrap-anywhere sm:block sm:min-w-48 [&_bdi]:wrap-anywhere">
        <a href={`/admin/people/${person.id}`} className="hover:underline">
          <VisibleText text={person.displayName} />
        </a>
        <span className="block font-normal text-ink-faint text-sm">
          <VisibleText text={person.username} />
        </span>
        {person.sessionName === person.username ? null : (
          <span className="block font-normal text-ink-faint text-xs">
            In CloudTrail <span className="figures break-all font-mono">{person.sessionName}</span>
          </span>
        )}
      </span>
    ),
  },
  {
    key: "connection",
    header: "Through",
    cell: (person) => <span className="whitespace-nowrap">{person.connection}</span>,
  },
  { key: "groups", header: "Groups", cell: (person) => <Groups person={person} /> },
  { key: "at", header: "Signed in", cell: (person) => <Time at={person.signedInAt} /> },
];

const LOCK_DOWN: Column<PersonRow> = {
  key: "lock-down",
  header: "Lock down",
  headerHidden: true,
  cell: (person) => (
    <a
      href={`/admin/lock-downs/new?person=${person.id}`}
      className="whitespace-nowrap text-ink-soft text-sm hover:text-ink"
    >
      Lock down<span className="visually-hidden"> {person.username}</span>
    </a>
  ),
};

export default async function PeoplePage({ searchParams }: { readonly searchParams: SearchParams }) {
  const { rolebridge, person, mayChange } = await adminVisit();
  const query = await listQuery(searchParams);
  const page = await rolebridge.admin.people(person, query);
  return (
    <>
      <PageHeader
        title="People"
        description="Everybody who has signed in, as their identity provider described them the last time."
      />
      <SearchForm label="Search people" value={query.q} />
      {page.items.length === 0 ? (
        <EmptyState title="Nobody matches" icon={<Users aria-hidden="true" />}>
          Try a part of the name or the username.
        </EmptyState>
      ) : (
        <Table
          caption="People"
          columns={mayChange ? [...COLUMNS, LOCK_DOWN] : COLUMNS}
          rows={page.items}
          rowKey={(row) => row.id}
        />
      )}
      <LoadMore
        shown={page.items.length}
        noun={["person", "people"]}
        href={page.nextCursor && address("/admin/people", { q: query.q, cursor: page.nextCursor })}
        firstHref={query.cursor && address("/admin/people", { q: query.q })}
      />
    </>
  );
}
