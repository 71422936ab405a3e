/**
 * The keys of an OpenID Connect issuer, fetched anew for every token: STS keeps no promise about caching, and a key that
 * was rotated away must not live on here.
 */
import type { JsonWebKey } from "node:crypto";
import type { Assumptions } from "../assumptions";
import { fault } from "../faults";
import { isReachableUrl } from "./issuer-url";

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
 * issuer's, no key or too many.
 */
export async function providerKeys(
  issuer: string,
  assumptions: Assumptions,
): Promise<readonly PublishedKey[]> {
  const discovery = await fetchJson(`${issuer}/.well-known/openid-configuration`, assumptions);
  if (!isComplete(discovery, issuer)) throw fault("verificationKeyUnavailable");
  const { keys } = await fetchJson(discovery.jwks_uri, assumptions);
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

async function fetchJson(url: string, assumptions: Assumptions): Promise<Json> {
  if (!isReachableUrl(url, assumptions)) throw fault("verificationKeyUnavailable");
  try {
    const answer = await fetch(url, {
      redirect: "error",
      signal: AbortSignal.timeout(assumptions.oidcFetchMilliseconds),
    });
    const content: unknown = answer.ok ? await answer.json() : undefined;
    if (typeof content === "object" && content !== null) return content as Json;
  } catch {
    // Not there, too late, or no JSON: AWS tells none of them apart.
  }
  throw fault("verificationKeyUnavailable");
}
