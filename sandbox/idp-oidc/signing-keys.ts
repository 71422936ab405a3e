/** The provider's private JWKS and cookie key, kept in a folder so that a restart signs nobody out. */
import { generateKeyPairSync, randomBytes } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

export interface ProviderKeys {
  readonly jwks: { readonly keys: readonly { readonly kty: "RSA"; readonly [parameter: string]: unknown }[] };
  readonly cookieKey: string;
}

function generate(): ProviderKeys {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const jwk = privateKey.export({ format: "jwk" });
  return {
    jwks: { keys: [{ ...jwk, kty: "RSA", kid: randomBytes(8).toString("hex"), use: "sig", alg: "RS256" }] },
    cookieKey: randomBytes(32).toString("base64url"),
  };
}

/** Reads the keys of this folder, or makes them there (readable by the owner only). */
export async function providerKeysIn(folder: string): Promise<ProviderKeys> {
  const file = join(folder, "idp-oidc-keys.json");
  const kept = await readFile(file, "utf8").catch(() => undefined);
  if (kept !== undefined) {
    return JSON.parse(kept) as ProviderKeys;
  }
  const made = generate();
  await mkdir(folder, { recursive: true });
  await writeFile(file, JSON.stringify(made), { mode: 0o600 });
  return made;
}
