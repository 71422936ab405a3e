import type { Metadata } from "next";
import { LeavingLinkButton } from "@/app/_ui/link-button";
import { PageHeader } from "@/app/_ui/page-header";
import { Time } from "@/app/_ui/time";
import type { ConnectionView } from "@/lib/flows/admin/admin-use-cases";
import { ConfirmedAction } from "../../_forms/confirmed-action.client";
import { ResourceForm } from "../../_forms/resource-form.client";
import { Added } from "../../_parts/added";
import { adminVisit, found } from "../../_parts/admin-visit";
import { ConsequenceList } from "../../_parts/consequences";
import { parameter, type SearchParams } from "../../_parts/list-address";
import { Section } from "../../_parts/section";
import { type Value, Values } from "../../_parts/values";
import { ProvisioningPart } from "../_provisioning/provisioning-part";
import { deleteConnection, updateConnection } from "../actions";
import { connectionFields, connectionValues } from "../connection-fields";

export const metadata: Metadata = { title: "Connection" };

/** What the administrator of the identity provider enters there. */
function valuesForTheIdp({ saml, oidc }: ConnectionView): readonly Value[] {
  const copied = (label: string, value: string): Value => ({ label, value, copy: value });
  return [
    ...(saml
      ? [
          copied("ACS address", saml.sp.acsUrl),
          copied("Entity ID", saml.sp.entityId),
          copied("Metadata address", saml.sp.metadataUrl),
          copied("Logout address", saml.sp.logoutUrl),
        ]
      : []),
    ...(oidc
      ? [
          copied("Redirect address", oidc.redirectUri),
          copied("Redirect address after sign-out", oidc.postLogoutRedirectUri),
          copied("Back-channel logout address", oidc.backchannelLogoutUri),
        ]
      : []),
  ];
}

/** For an app of its own at the identity provider, whose assertions are AWS's and only come through us. */
function valuesForTheAppForAws({ saml }: ConnectionView): readonly Value[] {
  if (!saml) return [];
  const copied = (label: string, value: string): Value => ({ label, value, copy: value });
  return [
    copied("Relay ACS address", saml.relayUrl),
    copied("Audience of AWS", "urn:amazon:webservices"),
    copied("Recipient of AWS", "https://signin.aws.amazon.com/saml"),
  ];
}

function certificateText(certificate: {
  readonly subject: string;
  readonly notAfter: Date;
  readonly sha256: string;
}) {
  return (
    <span>
      {certificate.subject}, valid until <Time at={certificate.notAfter} />
      <span className="figures block break-all font-mono text-ink-faint text-xs">
        SHA-256 {certificate.sha256}
      </span>
    </span>
  );
}

/** What Rolebridge knows of the identity provider. */
function valuesFromTheIdp({ saml }: ConnectionView): readonly Value[] {
  if (!saml) return [];
  return [
    { label: "Entity ID", value: saml.idpEntityId },
    { label: "Sign-in address", value: `${saml.ssoUrl} (${saml.ssoBinding})` },
    {
      label: "Logout address",
      value: saml.sloUrl ?? "None in its metadata: signing out here leaves its session",
    },
    ...saml.certificates.map((certificate, index) => ({
      label: saml.certificates.length > 1 ? `Certificate ${index + 1}` : "Certificate",
      value: certificateText(certificate),
    })),
  ];
}

interface Props {
  readonly params: Promise<{ readonly slug: string }>;
  readonly searchParams: SearchParams;
}

export default async function ConnectionPage({ params, searchParams }: Props) {
  const { rolebridge, person, mayChange } = await adminVisit();
  const connection = await found(rolebridge.admin.connections.get(person, (await params).slug));
  const fromTheIdp = valuesFromTheIdp(connection);
  const provisioning = await rolebridge.admin.provisioning.get(person, connection.slug);
  return (
    <>
      <PageHeader
        title={connection.displayName}
        description={connection.kind === "saml" ? "SAML 2.0" : "OpenID Connect"}
        breadcrumb={{ href: "/admin/connections", label: "Connections" }}
        actions={
          mayChange ? (
            <LeavingLinkButton href={`/signin/${connection.slug}?purpose=test`}>
              Test sign-in
            </LeavingLinkButton>
          ) : null
        }
      />
      {(await parameter(searchParams, "added")) ? (
        <Added title={`${connection.displayName} is added`}>
          Enter the values below at the identity provider, then test the sign-in: you see what arrives, and
          nobody is signed in.
        </Added>
      ) : null}
      <h2 className="mb-3 font-semibold text-lg tracking-[-0.01em]">For the identity provider</h2>
      <Values values={valuesForTheIdp(connection)} />
      {fromTheIdp.length > 0 ? (
        <Section title="From the identity provider">
          <Values values={fromTheIdp} />
        </Section>
      ) : null}
      {connection.saml ? (
        <Section
          title="For its app for AWS"
          description="Only for targets that trust the company sign-in: a second app there, whose audience and recipient are AWS's (these are of the commercial partition) and which posts to this address."
        >
          <Values values={valuesForTheAppForAws(connection)} />
        </Section>
      ) : null}
      <ProvisioningPart connection={connection.slug} provisioning={provisioning} mayChange={mayChange} />
      {mayChange ? (
        <>
          <Section title="Settings">
            <ResourceForm
              action={updateConnection}
              groups={connectionFields(connection.kind, false)}
              values={connectionValues(connection)}
              submitLabel="Save changes"
              hidden={{ id: connection.slug, kind: connection.kind }}
            />
          </Section>
          <Section title="Delete this connection" description="Grants for it alone go with it.">
            <ConfirmedAction
              label="Delete connection…"
              title={`Delete the connection ${connection.displayName}?`}
              confirmLabel="Delete connection"
              fields={{ id: connection.slug }}
              action={deleteConnection}
            >
              <ConsequenceList
                consequences={
                  await rolebridge.admin.connections.consequencesOfDelete(person, connection.slug)
                }
              />
            </ConfirmedAction>
          </Section>
        </>
      ) : null}
    </>
  );
}
