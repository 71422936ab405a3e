import type { LoadedConfig } from "./config/load-config";
import type { Database } from "./db/open-database";
import { record } from "./flows/record";
import type { Randomness } from "./flows/surroundings";
import { KEY_PURPOSES, type KeyPurpose } from "./keys/key-store";
import { type Keyring, type Keyrings, openKeyring } from "./keys/keyring";
import type { Sealer } from "./keys/sealing";

/** What keys are kept in, and made with. */
interface KeyPlace {
  readonly clock: { now(): Date };
  readonly random: Randomness;
  readonly database: Database;
  readonly sealer: Sealer;
}

const SYSTEM = { remoteAddress: "", userAgent: "", reference: "start" };

/**
 * Opens the signing keys, and makes at the first start those that there are none of.
 * @throws AppError `keys.cannot_open`, `store.unavailable`
 */
export async function openKeys(loaded: LoadedConfig, place: KeyPlace): Promise<Keyrings> {
  const opened: [KeyPurpose, Keyring][] = [];
  for (const purpose of KEY_PURPOSES) opened.push([purpose, await openKey(loaded, place, purpose)]);
  return Object.fromEntries(opened) as Record<KeyPurpose, Keyring>;
}

async function openKey(
  { config }: LoadedConfig,
  { clock, random, database, sealer }: KeyPlace,
  purpose: KeyPurpose,
): Promise<Keyring> {
  const keyring = await openKeyring({
    store: database.keys,
    sealer,
    purpose,
    commonName: `Rolebridge ${new URL(config.url).host}`,
    clock,
    newId: () => random.uuid(),
  });
  if (!keyring.madeKey) return keyring;
  const [key] = await keyring.published();
  await record({ clock, random }, database.audit, "system", SYSTEM, {
    action: "key.created",
    outcome: "success",
    object: { kind: "key", name: purpose, ...(key === undefined ? {} : { id: key.id }) },
    detail: { sha256: key?.sha256, notAfter: key?.notAfter },
  });
  return keyring;
}
