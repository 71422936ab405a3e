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

/** One whose clock jumps when it is sent `{ clockAheadMs }`. */
export function shiftableClock(): Launch {
  return { nodeArgs: ["--import", pathToFileURL(join(import.meta.dirname, "shift-clock.mjs")).href] };
}
