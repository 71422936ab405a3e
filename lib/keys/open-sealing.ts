import { AppError } from "../errors/app-error";
import { createSealingRing, type SealingKey, type SealingRing, sealingKeyOf } from "./sealing";
import type { SealedValue, SealingKeyStore, StoredSealingKey } from "./sealing-key-store";

/** Where a sealing key comes from. */
export type SealingSource =
  | { readonly kind: "configured"; readonly key: SealingKey }
  | { readonly kind: "aws-kms"; readonly keyArn: string };

/** AWS KMS, as far as sealing needs it: data keys that it wraps and unwraps. Implemented by `lib/aws`. */
export interface DataKeyService {
  /** @throws AppError `keys.kms_unavailable` */
  generate(keyArn: string): Promise<{ readonly bytes: Buffer; readonly wrapped: Uint8Array }>;
  /** @throws AppError `keys.kms_unavailable` */
  unwrap(keyArn: string, wrapped: Uint8Array): Promise<Buffer>;
}

export interface SealingOptions {
  readonly ring: SealingRing;
  readonly store: SealingKeyStore;
  /** What new values are sealed with, once it is current. */
  readonly source: SealingSource;
  /** What older values may still be sealed with, while keys are changed. */
  readonly previous?: SealingSource | undefined;
  readonly dataKeys: DataKeyService;
}

/** Sealing that is open. */
export interface OpenSealing {
  /** Takes over what another replica, or the command that seals anew, has changed. */
  follow(): Promise<void>;
}

/**
 * Gives the ring its keys, or says why there are none. The database knows which keys its values are sealed with: a key
 * that is not one of them never becomes so by being configured, unless the old one is configured beside it (K04).
 *
 * @throws AppError `keys.sealing_key_unknown`, `keys.sealing_key_retired`, `keys.sealing_key_missing`,
 *   `keys.kms_unavailable`
 */
export async function openSealing(options: SealingOptions): Promise<OpenSealing> {
  const { store, source } = options;
  const opened = new Map<string, SealingKey>();
  if ((await store.list()).length === 0) await add(options, await firstSource(options), "current");
  // Before anything new is written: what is there must open.
  await loadStored(options, opened);
  const stored = await store.list();
  if (!stored.some((key) => key.status !== "retired" && isOf(key, source))) {
    const retired = stored.find((key) => key.kms === undefined && isOf(key, source));
    if (retired !== undefined) {
      throw new AppError("keys.sealing_key_retired", { detail: `It is key ${retired.id}.` });
    }
    await add(options, source, "next");
    await loadStored(options, opened);
  }
  return { follow: () => loadStored(options, opened) };
}

/** Opens every key that may be needed, and gives them to the ring. */
async function loadStored(options: SealingOptions, opened: Map<string, SealingKey>): Promise<void> {
  const stored = (await options.store.list()).filter(({ status }) => status !== "retired");
  const keys: SealingKey[] = [];
  for (const key of stored) {
    const bytes = opened.get(key.id) ?? (await openedKey(options, key));
    if (bytes === undefined && key.status !== "next") throw notConfigured(options, key);
    if (bytes === undefined) continue;
    opened.set(key.id, bytes);
    keys.push(bytes);
  }
  const current = stored.find(({ status }) => status === "current");
  if (current !== undefined) options.ring.load(keys, current.id);
}

/** Undefined when no configured source leads to it. */
async function openedKey(
  { source, previous, dataKeys }: SealingOptions,
  key: StoredSealingKey,
): Promise<SealingKey | undefined> {
  const from = [source, previous].find((candidate) => candidate !== undefined && isOf(key, candidate));
  if (from === undefined) return undefined;
  if (from.kind === "configured") return from.key;
  // The ARN is the configured one, never the row's alone: who can write the table cannot point us at a key of theirs.
  const opened = sealingKeyOf(await dataKeys.unwrap(from.keyArn, key.kms?.wrapped ?? new Uint8Array()));
  if (opened.id !== key.id) throw new AppError("keys.cannot_open", { reason: "data_key_of_another_id" });
  return opened;
}

function isOf(key: StoredSealingKey, source: SealingSource): boolean {
  return source.kind === "configured"
    ? key.kms === undefined && key.id === source.key.id
    : key.kms?.keyArn === source.keyArn;
}

/** Tells the database of a key. Of two replicas at once one is heard, and both use its key. */
async function add(
  { store, dataKeys }: SealingOptions,
  source: SealingSource,
  status: "current" | "next",
): Promise<void> {
  if (source.kind === "configured") {
    await store.insert({ id: source.key.id, status });
    return;
  }
  const { bytes, wrapped } = await dataKeys.generate(source.keyArn);
  await store.insert({ id: sealingKeyOf(bytes).id, status, kms: { keyArn: source.keyArn, wrapped } });
  bytes.fill(0);
}

/**
 * The key of a database that names none: any for an empty one; for one from before keys had ids, the one that opens
 * what is there.
 */
async function firstSource({ store, source, previous }: SealingOptions): Promise<SealingSource> {
  const value = await store.anySealed();
  if (value === undefined) return source;
  const owner = [source, previous].find(
    (candidate) => candidate?.kind === "configured" && opens(candidate.key, value),
  );
  if (owner !== undefined) return owner;
  throw new AppError("keys.sealing_key_unknown", { reason: "sealed_with_another_key" });
}

function opens(key: SealingKey, { place, sealed }: SealedValue): boolean {
  const trial = createSealingRing();
  trial.load([key], key.id);
  try {
    trial.open(place, sealed).fill(0);
    return true;
  } catch {
    return false;
  }
}

function nameOf(source: SealingSource): string {
  return source.kind === "configured" ? `key ${source.key.id}` : `the key ${source.keyArn} of AWS KMS`;
}

function notConfigured({ source, previous }: SealingOptions, key: StoredSealingKey): AppError {
  const needed = key.kms === undefined ? `key ${key.id}` : `the key ${key.kms.keyArn} of AWS KMS`;
  const have = [source, previous].filter((candidate) => candidate !== undefined).map(nameOf);
  return new AppError(key.status === "current" ? "keys.sealing_key_unknown" : "keys.sealing_key_missing", {
    detail: `Needed is ${needed}; configured is ${have.join(" and ")}.`,
  });
}
