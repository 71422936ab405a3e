import { verify } from "node:crypto";
import { inflateRawSync } from "node:zlib";
import { decodeBase64, decodeText } from "../decode-message";
import { refusal } from "../refusal";
import type { LogoutParameter } from "./send";
import { DETACHED_ALGORITHMS } from "./signature-algorithms";

/** Decoded size. A LogoutRequest has one to three KiB; the header of an HTTP request holds 16. */
export const MAX_LOGOUT_BYTES = 64 * 1024;
/** saml-bindings 3.4.3. */
const MAX_RELAY_STATE_BYTES = 80;
const DEFLATE = "urn:oasis:names:tc:SAML:2.0:bindings:URL-Encoding:DEFLATE";
const PARAMETERS = [
  "SAMLRequest",
  "SAMLResponse",
  "RelayState",
  "SigAlg",
  "Signature",
  "SAMLEncoding",
] as const;
type Parameter = (typeof PARAMETERS)[number];

/** What a browser brought, before anybody vouches for it. */
export interface CarriedMessage {
  readonly parameter: LogoutParameter;
  readonly xml: string;
  readonly relayState: string | undefined;
}

/**
 * The message in a query (saml-bindings 3.4.4), when one of these keys signed it.
 *
 * The signature covers the bytes of the query as the sender wrote them, so they are taken as they came and never
 * encoded anew: one sender writes `%2b` and another `%2B`. Parameters are split and compared whole, once each
 * (node-saml #419 finds `SAMLRequest=` inside `xSAMLRequest=`), and the signature comes before inflating, so that a
 * stranger's bomb stays small (S64).
 *
 * @param query without `?`, as it stood in the request
 * @param publicKeys SPKI PEM of the connection's certificates
 * @throws AppError `signin.response_refused`
 */
export function readSignedQuery(query: string, publicKeys: readonly string[]): CarriedMessage {
  const raw = parametersOf(query);
  const parameter = messageParameter([...raw.keys()]);
  const relayState = relayStateOf(raw.get("RelayState"));
  requireSignature(raw, parameter, publicKeys);
  const encoding = raw.get("SAMLEncoding");
  if (encoding !== undefined && decoded(encoding) !== DEFLATE) {
    throw refusal("deflate_invalid", "SAMLEncoding is not DEFLATE");
  }
  const deflated = decodeBase64(decoded(raw.get(parameter) ?? ""), MAX_LOGOUT_BYTES);
  return { parameter, xml: decodeText(inflated(deflated)), relayState };
}

/** Values as they came, by name. */
function parametersOf(query: string): ReadonlyMap<Parameter, string> {
  const found = new Map<Parameter, string>();
  for (const pair of query.split("&")) {
    const equals = pair.indexOf("=");
    const name = PARAMETERS.find((known) => known === pair.slice(0, equals));
    // Others would not be signed; and an encoded or differently written name is somebody's second reading.
    if (name === undefined)
      throw refusal("parameter_unknown", "the query has a parameter that is none of SAML's");
    if (found.has(name)) throw refusal("parameter_repeated", `the query has ${name} twice`);
    found.set(name, pair.slice(equals + 1));
  }
  return found;
}

/** @throws AppError `signin.response_refused` when there is none, or both a request and an answer */
export function messageParameter(names: readonly string[]): LogoutParameter {
  const messages = (["SAMLRequest", "SAMLResponse"] as const).filter((name) => names.includes(name));
  const [message] = messages;
  if (message === undefined || messages.length > 1) {
    throw refusal("message_missing", `there are ${messages.length} SAML messages where one belongs`);
  }
  return message;
}

function requireSignature(
  raw: ReadonlyMap<Parameter, string>,
  parameter: LogoutParameter,
  publicKeys: readonly string[],
): void {
  const [algorithm, signature] = [raw.get("SigAlg"), raw.get("Signature")];
  if (algorithm === undefined || signature === undefined) {
    throw refusal("signature_missing", "the query is not signed");
  }
  const digest = DETACHED_ALGORITHMS.get(decoded(algorithm));
  if (digest === undefined)
    throw refusal("signature_algorithm", `SigAlg is ${decoded(algorithm).slice(0, 200)}`);
  const covered = [parameter, "RelayState", "SigAlg"] as const;
  const signedText = covered.flatMap((name) => (raw.has(name) ? `${name}=${raw.get(name)}` : [])).join("&");
  const value = decodeBase64(decoded(signature), MAX_LOGOUT_BYTES);
  const bytes = Buffer.from(signedText, "utf8");
  if (!publicKeys.some((key) => verify(digest, bytes, key, value))) {
    throw refusal("signature_invalid", "the query is not what any certificate of the connection signed");
  }
}

/** @throws AppError `signin.response_refused` */
export function requireRelayState(relayState: string | undefined): string | undefined {
  if (relayState !== undefined && Buffer.byteLength(relayState) > MAX_RELAY_STATE_BYTES) {
    throw refusal("relay_state_too_long", `RelayState is longer than ${MAX_RELAY_STATE_BYTES} bytes`);
  }
  return relayState;
}

function relayStateOf(raw: string | undefined): string | undefined {
  return requireRelayState(raw === undefined ? undefined : decoded(raw));
}

/** As a form writes it: `+` is a space. */
function decoded(raw: string): string {
  try {
    return decodeURIComponent(raw.replaceAll("+", " "));
  } catch (cause) {
    throw refusal("parameter_unknown", "a parameter is not percent-encoded text", cause);
  }
}

function inflated(deflated: Buffer): Buffer {
  try {
    return inflateRawSync(deflated, { maxOutputLength: MAX_LOGOUT_BYTES });
  } catch (cause) {
    throw refusal("deflate_invalid", `it does not inflate to at most ${MAX_LOGOUT_BYTES} bytes`, cause);
  }
}
