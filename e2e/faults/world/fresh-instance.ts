import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Instance } from "./instance";
import type { World } from "./world";

type Launch = Parameters<World["launchInstance"]>[0];

/** Work with an instance that nobody else is led to and that remembers nothing, such as which region failed. */
export async function withFreshInstance<T>(
  world: World,
  work: (instance: Instance) => Promise<T>,
  launch: Launch = {},
): Promise<T> {
  const instance = await world.startInstance(launch);
  try {
    return await work(instance);
  } finally {
    await world.endInstance(instance, "SIGKILL");
  }
}

/** One whose clock jumps when `setClock` says so. */
export function shiftableClock(): Launch {
  return { nodeArgs: ["--import", pathToFileURL(join(import.meta.dirname, "shift-clock.mjs")).href] };
}

/** Resolves when it has jumped: on a busy machine that is a while after it was told. */
export async function setClock({ child }: Instance, clockAheadMs: number): Promise<void> {
  const hasJumped = new Promise<void>((resolve) => {
    const hear = (message: unknown) => {
      if ((message as { clockAheadMs?: unknown } | null)?.clockAheadMs !== clockAheadMs) return;
      child.off("message", hear);
      resolve();
    };
    child.on("message", hear);
  });
  child.send({ clockAheadMs });
  await hasJumped;
}
