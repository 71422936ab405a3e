import type { Assumptions } from "../assumptions";
import { fault } from "../faults";
import { isIssuerUrl } from "../oidc/issuer-url";
import { checkConstraints } from "../query/constraints";
import type { Account, OidcProvider } from "../store/account";

interface NewOidcProvider {
  readonly url: string | undefined;
  readonly clientIds: readonly string[];
  readonly thumbprints: readonly string[];
}

/**
 * Adds an OpenID Connect provider, or says why IAM would not. Nothing is fetched: that is STS's business at every token.
 * @throws AwsFault
 */
export function addOidcProvider(
  account: Account,
  spec: NewOidcProvider,
  { now, assumptions }: { readonly now: Date; readonly assumptions: Assumptions },
): OidcProvider {
  const { url = "", clientIds, thumbprints } = spec;
  checkConstraints([
    { field: "url", value: spec.url, required: true, min: 1, max: 255 },
    ...clientIds.map((value, index) => clientIdConstraint(value, `clientIDList.${index + 1}.member`)),
    ...thumbprintConstraints(thumbprints),
  ]);
  checkThumbprintCount(thumbprints);
  checkClientCount(clientIds);
  if (!isIssuerUrl(url, assumptions)) throw fault("invalidInput", "Invalid Open ID Connect Provider URL");
  const name = url.replace(/^https?:\/\//, "");
  if (account.oidcProviders.has(name)) {
    throw fault("entityAlreadyExists", `Provider with url ${url} already exists.`);
  }
  const arn = `arn:${account.partition.name}:iam::${account.accountId}:oidc-provider/${name}`;
  const provider = { url, name, arn, clientIds: [...new Set(clientIds)], thumbprints, createDate: now };
  account.oidcProviders.set(name, provider);
  return provider;
}

export function clientIdConstraint(value: string | undefined, field: string) {
  return { field, value, required: true, min: 1, max: 255 };
}

/** @throws AwsFault LimitExceeded over a hundred audiences. */
export function checkClientCount(clientIds: readonly string[]): void {
  if (clientIds.length > 100) {
    throw fault("limitExceeded", "Cannot exceed quota for ClientIdsPerOpenIdConnectProvider: 100");
  }
}

/** @throws AwsFault */
export function checkThumbprints(thumbprints: readonly string[]): void {
  checkConstraints(thumbprintConstraints(thumbprints));
  checkThumbprintCount(thumbprints);
}

function thumbprintConstraints(thumbprints: readonly string[]) {
  return thumbprints.map((value, index) => ({
    field: `thumbprintList.${index + 1}.member`,
    value,
    min: 40,
    max: 40,
  }));
}

function checkThumbprintCount(thumbprints: readonly string[]): void {
  if (thumbprints.length > 5)
    throw fault("invalidInput", "Thumbprint list must contain fewer than 5 entries.");
}
