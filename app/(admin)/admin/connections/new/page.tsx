import type { Metadata } from "next";
import { cx } from "@/app/_ui/class-names";
import { PageHeader } from "@/app/_ui/page-header";
import { ResourceForm } from "../../_forms/resource-form.client";
import { adminVisit } from "../../_parts/admin-visit";
import { parameter, type SearchParams } from "../../_parts/list-address";
import { Section } from "../../_parts/section";
import { createConnection } from "../actions";
import { type ConnectionKind, connectionFields } from "../connection-fields";

export const metadata: Metadata = { title: "Add connection" };

const PROTOCOLS: readonly { readonly kind: ConnectionKind; readonly label: string; readonly text: string }[] =
  [
    { kind: "saml", label: "SAML 2.0", text: "Okta, Entra ID, Google Workspace, Keycloak, AD FS" },
    { kind: "oidc", label: "OpenID Connect", text: "Any provider with discovery" },
  ];

export default async function NewConnectionPage({ searchParams }: { readonly searchParams: SearchParams }) {
  const { rolebridge } = await adminVisit();
  const kind: ConnectionKind = (await parameter(searchParams, "kind")) === "oidc" ? "oidc" : "saml";
  const origin = rolebridge.settings.origin;
  return (
    <>
      <PageHeader title="Add connection" breadcrumb={{ href: "/admin/connections", label: "Connections" }} />
      <nav aria-label="Protocol" className="mb-7 grid max-w-[44rem] gap-2 sm:grid-cols-2">
        {PROTOCOLS.map((protocol) => (
          <a
            key={protocol.kind}
            href={`/admin/connections/new?kind=${protocol.kind}`}
            aria-current={protocol.kind === kind ? "page" : undefined}
            className={cx(
              "rounded-lg border px-4 py-3",
              protocol.kind === kind
                ? "border-accent bg-accent-soft"
                : "border-line bg-surface hover:bg-hover",
            )}
          >
            <span className="block font-medium">{protocol.label}</span>
            <span className="block text-ink-soft text-sm">{protocol.text}</span>
          </a>
        ))}
      </nav>
      <ResourceForm
        key={kind}
        action={createConnection}
        groups={connectionFields(kind, true)}
        values={{}}
        hidden={{ kind }}
        submitLabel="Add connection"
        cancelHref="/admin/connections"
      />
      <Section
        title="What the identity provider must know"
        description="With the short name in place of NAME; after saving they stand here ready to copy."
      >
        <p className="break-all font-mono text-ink-soft text-sm">
          {kind === "saml" ? `${origin}/saml/NAME/metadata` : `${origin}/api/auth/callback/NAME`}
        </p>
      </Section>
    </>
  );
}
