import type { OpenSealing } from "./open-sealing";
import type { SealingRing } from "./sealing";
import type { SealingKeyStore } from "./sealing-key-store";

/** What was done. */
export interface SealedAnew {
  /** How many values were sealed with the current key now. */
  readonly values: number;
  /** The key that everything is sealed with. */
  readonly currentId: string;
}

const BATCH = 100;

/**
 * Seals everything with the newest key, while replicas go on. They hold both keys; from the first step on they seal with
 * the new one as soon as they notice, and from the last step on the database takes nothing from one that did not.
 * Can be stopped at any point and called again; with nothing to do it does nothing.
 *
 * @throws AppError `keys.*`, `store.unavailable`
 */
export async function sealAnew(
  store: SealingKeyStore,
  ring: SealingRing,
  sealing: OpenSealing,
): Promise<SealedAnew> {
  await store.promoteNext();
  await sealing.follow();
  const current = (await store.list()).find(({ status }) => status === "current");
  if (current === undefined) throw new Error("sealing is open without a current key");
  let values = await moveAll(store, ring, current.id);
  await store.retirePrevious();
  // What a replica that had not noticed wrote between the two: the ring still has the old key.
  values += await moveAll(store, ring, current.id);
  return { values, currentId: current.id };
}

async function moveAll(store: SealingKeyStore, ring: SealingRing, currentId: string): Promise<number> {
  for (let moved = 0; ; ) {
    const values = await store.sealedByOthers(currentId, BATCH);
    if (values.length === 0) return moved;
    for (const value of values) {
      const plaintext = ring.open(value.place, value.sealed);
      await store.replace(value, ring.seal(value.place, plaintext));
      plaintext.fill(0);
      moved += 1;
    }
  }
}
