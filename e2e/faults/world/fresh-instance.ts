import type { Instance } from "./instance";
import type { World } from "./world";

/** Work with an instance that nobody else is led to and that remembers nothing, such as which region failed. */
export async function withFreshInstance<T>(
  world: World,
  work: (instance: Instance) => Promise<T>,
  launch: Parameters<World["launchInstance"]>[0] = {},
): Promise<T> {
  const instance = await world.launchInstance(launch);
  try {
    await instance.untilReady();
    return await work(instance);
  } finally {
    await world.endInstance(instance, "SIGKILL");
  }
}
