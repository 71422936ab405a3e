import { SquareUser } from "lucide-react";
import type { Metadata } from "next";
import { Badge } from "@/app/_ui/badge";
import { EmptyState } from "@/app/_ui/empty-state";
import { LinkButton } from "@/app/_ui/link-button";
import { LoadMore } from "@/app/_ui/load-more";
import { PageHeader } from "@/app/_ui/page-header";
import { type Column, Table } from "@/app/_ui/table";
import type { ConnectionView } from "@/lib/flows/admin/admin-use-cases";
import { adminVisit } from "../_parts/admin-visit";
import { address, listQuery, type SearchParams } from "../_parts/list-address";

export const metadata: Metadata = { title: "Connections" };

const COLUMNS: readonly Column<ConnectionView>[] = [
  {
    key: "name",
    header: "Name",
    isTitle: true,
    cell: (connection) => (
      <a href={`/admin/connections/${connection.slug}`} className="hover:underline">
        {connection.displayName}
      </a>
    ),
  },
  {
    key: "slug",
    header: "Short name",
    cell: (connection) => <span className="figures font-mono text-sm">{connection.slug}</span>,
  },
  {
    key: "kind",
    header: "Protocol",
    cell: (connection) => (connection.kind === "saml" ? "SAML 2.0" : "OpenID Connect"),
  },
  {
    key: "idp",
    header: "Identity provider",
    cell: (connection) => (
      <span className="break-all">{connection.saml?.idpEntityId ?? connection.oidc?.issuer}</span>
    ),
  },
  {
    key: "state",
    header: "State",
    cell: (connection) =>
      connection.enabled ? <Badge tone="success">On</Badge> : <Badge tone="warning">Off</Badge>,
  },
];

export default async function ConnectionsPage({ searchParams }: { readonly searchParams: SearchParams }) {
  const { rolebridge, person, mayChange } = await adminVisit();
  const query = await listQuery(searchParams);
  const page = await rolebridge.admin.connections.list(person, query);
  const add = mayChange ? (
    <LinkButton href="/admin/connections/new" tone="primary">
      Add connection
    </LinkButton>
  ) : null;
  return (
    <>
      <PageHeader
        title="Connections"
        description="Identity providers people sign in through."
        actions={page.items.length > 0 ? add : null}
      />
      {page.items.length === 0 ? (
        <EmptyState title="No connections yet" icon={<SquareUser aria-hidden="true" />} action={add}>
          Connect your identity provider with SAML 2.0 or OpenID Connect.
        </EmptyState>
      ) : (
        <Table
          caption="Connections"
          columns={COLUMNS}
          rows={page.items}
          rowKey={(connection) => connection.slug}
        />
      )}
      <LoadMore
        shown={page.items.length}
        noun={["connection", "connections"]}
        href={page.nextCursor && address("/admin/connections", { cursor: page.nextCursor })}
        firstHref={query.cursor && "/admin/connections"}
      />
    </>
  );
}
