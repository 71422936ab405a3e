import type { Metadata } from "next";
import { headers } from "next/headers";
import { browserBinding } from "@/app/_http/sign-in-cookie";
import { Callout } from "@/app/_ui/callout";
import { EmptyState } from "@/app/_ui/empty-state";
import { LeavingLinkButton } from "@/app/_ui/link-button";
import { PageHeader } from "@/app/_ui/page-header";
import { type Column, Table } from "@/app/_ui/table";
import { VisibleText } from "@/app/_ui/visible-text";
import type { TestSignIn } from "@/lib/flows/use-cases";
import type { IdentityAttribute } from "@/lib/identity/identity";
import { Secret } from "@/lib/secret/secret";
import { adminVisit, found } from "../../../_parts/admin-visit";
import { parameter, type SearchParams } from "../../../_parts/list-address";
import { Section } from "../../../_parts/section";
import { Values } from "../../../_parts/values";

export const metadata: Metadata = { title: "Test sign-in" };

const ATTRIBUTE_COLUMNS: readonly Column<IdentityAttribute>[] = [
  {
    key: "name",
    header: "Attribute",
    isTitle: true,
    cell: (attribute) => <span className="break-all font-mono text-xs">{attribute.name}</span>,
  },
  {
    key: "values",
    header: "Values",
    cell: (attribute) => (
      <ul>
        {attribute.values.map((value) => (
          <li key={value} className="break-all font-mono text-xs">
            <VisibleText text={value} />
          </li>
        ))}
      </ul>
    ),
  },
];

const GROUPS_TROUBLE = {
  missing: {
    title: "No groups claim arrived",
    text: "The identity provider sent none of the names that the mapping of groups lists. Add a group attribute statement or claim there, or name the right attribute in the mapping.",
  },
  overage: {
    title: "Too many groups to send",
    text: "Entra ID left the groups out because this person is in more than it sends. Let it send only the groups assigned to the application.",
  },
  not_provisioned: {
    title: "Groups come from provisioning",
    text: "What a sign-in says of groups does not count for this connection.",
  },
  provisioned_to_another: {
    title: "Groups come from provisioning, and this user is another sign-in’s",
    text: "An earlier sign-in had this username with another subject. Decide on the person’s page whether the two are one.",
  },
} as const;

function MappedIdentity({ identity }: Pick<TestSignIn, "identity">) {
  return (
    <Values
      values={[
        { label: "Username", value: <VisibleText text={identity.username} /> },
        { label: "Display name", value: <VisibleText text={identity.displayName} /> },
        { label: "E-mail", value: identity.email ? <VisibleText text={identity.email} /> : "None" },
        { label: "Subject", value: <VisibleText text={identity.subject} /> },
        {
          label: "Groups",
          value:
            identity.groups.length === 0 ? (
              "None"
            ) : (
              <ul>
                {identity.groups.map((group) => (
                  <li key={group}>
                    <VisibleText text={group} />
                  </li>
                ))}
              </ul>
            ),
        },
      ]}
    />
  );
}

interface Props {
  readonly params: Promise<{ readonly slug: string }>;
  readonly searchParams: SearchParams;
}

export default async function TestSignInPage({ params, searchParams }: Props) {
  const { rolebridge, person } = await adminVisit();
  const { slug } = await params;
  const back = { href: `/admin/connections/${slug}`, label: "Connection" };
  const handle = await parameter(searchParams, "id");
  if (handle === undefined) {
    return (
      <PageHeader title="Test sign-in" breadcrumb={back} description="Start the test from the connection." />
    );
  }
  const { identity, entitlements } = await found(
    rolebridge.signIn.completeTest(person, {
      handle: new Secret(handle),
      browserBinding: browserBinding(await headers()),
    }),
  );
  const trouble = identity.groupsClaim === "present" ? undefined : GROUPS_TROUBLE[identity.groupsClaim];
  return (
    <>
      <PageHeader
        title="The sign-in works"
        description="What arrived, verified, and what Rolebridge makes of it. Nobody was signed in."
        breadcrumb={back}
        actions={<LeavingLinkButton href={`/signin/${slug}?purpose=test`}>Test again</LeavingLinkButton>}
      />
      {trouble ? (
        <Callout tone="warning" title={trouble.title} className="mb-6">
          {trouble.text}
        </Callout>
      ) : null}
      <MappedIdentity identity={identity} />
      <Section title="Verified attributes" description="As the identity provider sent them.">
        {identity.attributes.length === 0 ? (
          <EmptyState title="No attributes arrived" />
        ) : (
          <Table
            caption="Verified attributes"
            columns={ATTRIBUTE_COLUMNS}
            rows={identity.attributes}
            rowKey={(attribute) => attribute.name}
          />
        )}
      </Section>
      <Section title="Roles this person would see">
        {entitlements.length === 0 ? (
          <EmptyState title="None">
            No grant matches this username, these groups or these attributes.
          </EmptyState>
        ) : (
          <ul className="list-disc pl-5">
            {entitlements.map((entitlement) => (
              <li key={entitlement.id}>
                {entitlement.roleName} <span className="text-ink-faint">in {entitlement.accountName}</span>
              </li>
            ))}
          </ul>
        )}
      </Section>
    </>
  );
}
