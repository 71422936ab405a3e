import type { IncomingMessage } from "node:http";
import { get as getPlain } from "node:http";
import { get as getSecure } from "node:https";
import type { PeerCertificate, TLSSocket } from "node:tls";
import type { Assumptions } from "../assumptions";
import { fault } from "../faults";
import { refuse } from "../saml/refuse";
import { isReachableUrl } from "./issuer-url";

type Json = Readonly<Record<string, unknown>>;

/** Discovery documents and keys are small. */
const MAX_BYTES = 1_000_000;

/**
 * One document of an issuer. A certificate of a public authority is enough; of any other authority the provider
 * must hold the thumbprint (User Guide: obtain the thumbprint for an OpenID Connect identity provider).
 *
 * @param thumbprints SHA-1 of authorities' certificates, in hex
 * @throws AwsFault InvalidIdentityToken (or what `unreachableIssuer` says): not there, too late, redirected, no JSON,
 * or of an authority that neither AWS nor the provider knows
 */
export async function fetchJson(
  url: string,
  thumbprints: readonly string[],
  assumptions: Assumptions,
): Promise<Json> {
  if (!isReachableUrl(url, assumptions)) throw fault("verificationKeyUnavailable");
  const answer = await answered(url, assumptions);
  try {
    if (url.startsWith("https:")) requireKnownAuthority(answer.socket as TLSSocket, thumbprints);
    const content = answer.statusCode === 200 ? parsed(await bodyOf(answer)) : undefined;
    if (typeof content === "object" && content !== null) return content as Json;
    throw fault("verificationKeyUnavailable");
  } finally {
    answer.destroy();
  }
}

/** Whatever the certificate: the caller judges it, so that one unknown is told from a host that is not there. */
async function answered(url: string, assumptions: Assumptions): Promise<IncomingMessage> {
  const signal = AbortSignal.timeout(assumptions.oidcFetchMilliseconds);
  try {
    return await new Promise((resolve, reject) => {
      const get = url.startsWith("https:") ? getSecure : getPlain;
      get(url, { agent: false, rejectUnauthorized: false, signal }, resolve).on("error", reject);
    });
  } catch {
    if (assumptions.unreachableIssuer === "idp-communication") throw refuse(assumptions, "issuerUnreachable");
    throw fault("verificationKeyUnavailable");
  }
}

/** @throws AwsFault */
function requireKnownAuthority(socket: TLSSocket, thumbprints: readonly string[]): void {
  if (socket.authorized) return;
  if (thumbprints.length === 0) throw fault("verificationKeyUnavailable");
  const thumbprint = authorityOf(socket.getPeerCertificate(true)).fingerprint.replaceAll(":", "");
  const isKnown = thumbprints.some((known) => known.toUpperCase() === thumbprint);
  if (!isKnown) throw fault("thumbprintMismatch");
}

/** The last certificate of the chain that was shown; of a self-signed one it is that one. */
function authorityOf(certificate: PeerCertificate): PeerCertificate {
  const { issuerCertificate: issuer } = certificate as { readonly issuerCertificate?: PeerCertificate };
  return issuer === undefined || issuer.fingerprint === certificate.fingerprint
    ? certificate
    : authorityOf(issuer);
}

async function bodyOf(answer: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of answer as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > MAX_BYTES) throw new Error("too large");
      chunks.push(chunk);
    }
  } catch {
    // Cut off, too late or endless: AWS tells none of them apart.
    throw fault("verificationKeyUnavailable");
  }
  return Buffer.concat(chunks).toString();
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
