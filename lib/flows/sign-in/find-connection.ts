import { AppError } from "../../errors/app-error";
import { type NameId, nameIdKey } from "../../saml/name-id";
import type { ServiceProvider } from "../../saml/service-provider";
import type { FlowContext } from "../flow-context";
import type { Connection } from "../ports";

export type SamlConnection = Extract<Connection, { readonly kind: "saml" }>;
export type OidcConnection = Extract<Connection, { readonly kind: "oidc" }>;

type Finding = Pick<FlowContext, "connections">;

/** @throws AppError `signin.connection_unknown`, also when it is of the other kind */
export async function findSaml({ connections }: Finding, slug: string): Promise<SamlConnection> {
  const connection = await connections.bySlug(slug);
  if (connection?.kind !== "saml") throw new AppError("signin.connection_unknown");
  return connection;
}

/** @throws AppError `signin.connection_unknown`, also when it is of the other kind or disabled */
export async function findOidc({ connections }: Finding, slug: string): Promise<OidcConnection> {
  const connection = await connections.bySlug(slug);
  if (connection?.kind !== "oidc" || !connection.enabled) throw new AppError("signin.connection_unknown");
  return connection;
}

/** Where this identity provider's app for AWS delivers. */
export function relayUrlOf(origin: string, slug: string): string {
  return `${origin}/saml/${slug}/relay`;
}

/** Us, as this connection's identity provider knows us. From the configured origin, never from a request (W14). */
export function serviceProviderOf(origin: string, slug: string): ServiceProvider {
  return { entityId: `${origin}/saml/${slug}/metadata`, acsUrl: `${origin}/saml/${slug}/acs` };
}

/** Our SingleLogoutService, for both bindings and both kinds of message. */
export function logoutUrlOf(origin: string, slug: string): string {
  return `${origin}/saml/${slug}/logout`;
}

/** Whom a message of the connection's provider is about, as sessions remember it. */
export function providerSubjectOf(origin: string, nameId: NameId, { slug, samlIdp }: SamlConnection): string {
  return nameIdKey(nameId, samlIdp.entityId, serviceProviderOf(origin, slug).entityId);
}
