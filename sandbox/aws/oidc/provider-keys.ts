/**
 * The keys of an OpenID Connect issuer, fetched anew for every token: STS keeps no promise about caching, and a key that
 * was rotated away must not live on here.
 */
import type { JsonWebKey } from "node:crypto";
import type { Assumptions } from "../assumptions";
import { fault } from "../faults";
import type { OidcProvider } from "../store/account";
import { fetchJson } from "./fetch-json";

/** A key as the issuer publishes it. */
export interface PublishedKey extends JsonWebKey {
  readonly kid?: string;
  readonly use?: string;
  readonly alg?: string;
}

type Json = Readonly<Record<string, unknown>>;

const MAX_KEYS_OF_A_KIND = 100;

/**
 * Discovery, then keys.
 * @throws AwsFault InvalidIdentityToken, with the same words whatever is wrong: unreachable, late, incomplete, another
 * issuer's, no key or too many; of an authority that nobody knows, see `fetchJson`.
 */
export async function providerKeys(
  { url: issuer, thumbprints }: Pick<OidcProvider, "url" | "thumbprints">,
  assumptions: Assumptions,
): Promise<readonly PublishedKey[]> {
  const discovery = await fetchJson(`${issuer}/.well-known/openid-configuration`, thumbprints, assumptions);
  if (!isComplete(discovery, issuer)) throw fault("verificationKeyUnavailable");
  const { keys } = await fetchJson(discovery.jwks_uri, thumbprints, assumptions);
  const published = Array.isArray(keys) ? (keys as readonly PublishedKey[]) : [];
  const count = (kty: string) => published.filter((key) => key?.kty === kty).length;
  const [rsa, ec] = [count("RSA"), count("EC")];
  if (rsa + ec === 0 || rsa > MAX_KEYS_OF_A_KIND || ec > MAX_KEYS_OF_A_KIND) {
    throw fault("verificationKeyUnavailable");
  }
  return published;
}

/** What AWS's guide lists as required of the document. */
function isComplete(document: Json, issuer: string): document is Json & { readonly jwks_uri: string } {
  const includes = (name: string, value: string) => listOf(document[name]).includes(value);
  return (
    document.issuer === issuer &&
    typeof document.jwks_uri === "string" &&
    Array.isArray(document.claims_supported) &&
    includes("response_types_supported", "id_token") &&
    includes("subject_types_supported", "public") &&
    listOf(document.id_token_signing_alg_values_supported).length > 0
  );
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
