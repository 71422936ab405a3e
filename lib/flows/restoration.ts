import type { FlowContext } from "./flow-context";
import { record } from "./record";

type Context = Pick<FlowContext, "clock" | "random" | "unitOfWork" | "lockDowns">;

const BY_THE_OPERATOR = { remoteAddress: "", userAgent: "", reference: "restored" };
const REASON =
  "A backup was put in place. Look through grants, people, keys and access keys for what was taken back since, then lift this.";

/**
 * After a backup was put in place. Sessions, requests and what else opens something are gone at once. What was taken
 * back since the backup, a grant above all, is there again and cannot be told from the rest: so nothing is issued until
 * an administrator has looked and lifts the lock-down (K07).
 *
 * @param how `noticed`: only if the database lies elsewhere than before; `told`: whatever
 * @returns how many rows were ended, by table; undefined when there was nothing to do
 */
export async function endWhatWasRestored(
  context: Context,
  how: "noticed" | "told",
): Promise<Readonly<Record<string, number>> | undefined> {
  const inForce = await context.lockDowns.inForce();
  const isLockedDown = inForce.some(({ scope }) => scope === "everything");
  return context.unitOfWork.run(async (stores) => {
    const hasMoved = await stores.restoration.hasMoved();
    if (how === "noticed" && !hasMoved) return undefined;
    const now = context.clock.now();
    const ended = await stores.restoration.endEverything(now);
    if (!isLockedDown) {
      const lockDown = { id: context.random.uuid(), scope: "everything", reason: REASON } as const;
      await stores.lockDowns.create({ ...lockDown, createdAt: now, createdBy: "Rolebridge" });
    }
    await record(context, stores.audit, "system", BY_THE_OPERATOR, {
      action: "backup.restored",
      outcome: "success",
      object: { kind: "database", name: how },
      detail: { ended },
    });
    return ended;
  });
}
