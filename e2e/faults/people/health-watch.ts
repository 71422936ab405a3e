/** Somebody who asks `/healthz` all the time, as a supervisor of processes does. */
import { setTimeout as wait } from "node:timers/promises";
import type { Instance } from "../world/instance";

const EVERY_MS = 100;

/** Who is asked: what an address of theirs answers. */
type Asked = Pick<Instance, "status">;

export interface Health {
  /** Every answer was yes. */
  readonly isAlive: boolean;
  readonly slowestMs: number;
}

/** @returns what ends it, and says how it went */
export function watchHealth(instances: readonly Asked[]): { stop(): Promise<Health> } {
  let isOver = false;
  const health = { isAlive: true, slowestMs: 0 };
  const ask = async (instance: Asked) => {
    const begin = performance.now();
    health.isAlive &&= (await instance.status("/healthz")) === 200;
    health.slowestMs = Math.max(health.slowestMs, performance.now() - begin);
  };
  const watching = (async () => {
    while (!isOver) {
      await Promise.all(instances.map(ask));
      await wait(EVERY_MS);
    }
  })();
  return {
    stop: async () => {
      isOver = true;
      await watching;
      return health;
    },
  };
}
