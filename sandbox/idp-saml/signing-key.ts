/** The IdP's signing key and certificate, kept in a folder so that a restart does not break connections. */
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { newRsaKey, type RsaKey } from "../rsa-key";

/** Reads the key of this folder, or makes one there (readable by the owner only). */
export async function signingKeyIn(folder: string): Promise<RsaKey> {
  const file = join(folder, "idp-saml-key.json");
  const kept = await readFile(file, "utf8").catch(() => undefined);
  if (kept !== undefined) {
    return JSON.parse(kept) as RsaKey;
  }
  const made = await newRsaKey("Meridian Freight sandbox sign-in");
  await mkdir(folder, { recursive: true });
  await writeFile(file, JSON.stringify(made), { mode: 0o600 });
  return made;
}
