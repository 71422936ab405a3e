import { createPublicKey, generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { createServer, type RequestListener } from "node:http";
import { createServer as createSecureServer } from "node:https";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import type { TlsCertificate } from "./tls-certificate";

/** An OpenID Connect issuer on loopback, with one key of each kind, that a test may spoil. By https if it has a certificate. */
export interface TestIssuer {
  readonly url: string;
  /** Host and port: how condition keys and ARNs name it. */
  readonly name: string;
  /** What it publishes; change it to publish something else. */
  readonly published: { discovery: object; keys: object[]; status: number; delayMs: number };
  /** A token of these claims, signed with the key of the algorithm. */
  token(
    claims: object,
    header?: { readonly alg?: string; readonly kid?: string; readonly crit?: string[] },
  ): string;
  /** The private key behind a `kid`, for whoever signs by themselves. */
  keyOf(kid: string): KeyObject;
  close(): Promise<void>;
}

const ALGORITHMS: Readonly<Record<string, { hash: string; curve?: string }>> = {
  RS256: { hash: "sha256" },
  RS384: { hash: "sha384" },
  RS512: { hash: "sha512" },
  ES256: { hash: "sha256", curve: "P-256" },
  ES384: { hash: "sha384", curve: "P-384" },
  ES512: { hash: "sha512", curve: "P-521" },
};

const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");

export async function startIssuer(certificate?: TlsCertificate): Promise<TestIssuer> {
  const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey;
  const keys = new Map<string, KeyObject>(
    Object.entries(ALGORITHMS).map(([alg, { curve }]) => [
      alg,
      curve === undefined ? rsa : generateKeyPairSync("ec", { namedCurve: curve }).privateKey,
    ]),
  );
  const published: TestIssuer["published"] = { discovery: {}, keys: [], status: 200, delayMs: 0 };
  const server = await serve(certificate, async (request, response) => {
    await sleep(published.delayMs);
    const isKeys = request.url === "/keys";
    const body = isKeys ? { keys: published.keys } : published.discovery;
    response.writeHead(published.status, { "content-type": "application/json" }).end(JSON.stringify(body));
  });
  published.keys = [...keys].map(([alg, key]) => ({
    ...createPublicKey(key).export({ format: "jwk" }),
    kid: alg,
    alg,
    use: "sig",
  }));
  published.discovery = {
    issuer: server.url,
    jwks_uri: `${server.url}/keys`,
    claims_supported: ["aud", "sub", "iss", "iat", "exp"],
    response_types_supported: ["id_token"],
    subject_types_supported: ["public"],
    id_token_signing_alg_values_supported: Object.keys(ALGORITHMS),
  };
  const token: TestIssuer["token"] = (claims, header = {}) => {
    const alg = header.alg ?? "ES256";
    const key = keys.get(alg) ?? rsa;
    const signed = `${encode({ alg, kid: alg, typ: "JWT", ...header })}.${encode(claims)}`;
    const signature = sign(ALGORITHMS[alg]?.hash ?? "sha256", Buffer.from(signed), {
      key,
      dsaEncoding: "ieee-p1363",
    });
    return `${signed}.${signature.toString("base64url")}`;
  };
  const name = server.url.replace(/^https?:\/\//, "");
  const keyOf = (kid: string) => keys.get(kid) ?? rsa;
  return { url: server.url, name, published, token, keyOf, close: server.close };
}

async function serve(certificate: TlsCertificate | undefined, handler: RequestListener) {
  const server =
    certificate === undefined ? createServer(handler) : createSecureServer({ ...certificate }, handler);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `${certificate === undefined ? "http" : "https"}://127.0.0.1:${port}`,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
