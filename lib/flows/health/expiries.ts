import { X509Certificate } from "node:crypto";
import { KEY_PURPOSES, type KeyPurpose } from "../../keys/key-store";
import type { Keyrings } from "../../keys/keyring";
import type { ConnectionStore } from "../ports";
import type { Expiry } from "./health-use-cases";

export interface ExpiriesContext {
  readonly keyrings: Keyrings;
  readonly connections: Pick<ConnectionStore, "list">;
}

const MOST_CONNECTIONS = 1_000;

/** When what signs, and what is trusted to sign, ends: our own keys and the certificates of connections. */
export async function expiries({ keyrings, connections }: ExpiriesContext): Promise<readonly Expiry[]> {
  const keys = await Promise.all(KEY_PURPOSES.map((purpose) => keysOf(keyrings, purpose)));
  const { items } = await connections.list({ limit: MOST_CONNECTIONS });
  const certificates = items.flatMap((connection) =>
    connection.kind === "saml"
      ? connection.samlIdp.signingCertificates.flatMap((certificate) => {
          const notAfter = endOf(certificate);
          return notAfter === undefined
            ? []
            : [{ of: "connection", name: connection.slug, notAfter } as const];
        })
      : [],
  );
  return [...keys.flat(), ...certificates];
}

async function keysOf(keyrings: Keyrings, purpose: KeyPurpose): Promise<readonly Expiry[]> {
  const keys = await keyrings[purpose].published();
  return keys.map(({ status, notAfter }) => ({ of: "key", name: purpose, status, notAfter }));
}

function endOf(certificate: string): Date | undefined {
  try {
    return new Date(new X509Certificate(Buffer.from(certificate, "base64")).validTo);
  } catch {
    return undefined;
  }
}
