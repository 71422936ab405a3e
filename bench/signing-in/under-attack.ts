import { watchHealth } from "../../e2e/faults/people/health-watch";
import type { Stage } from "./stage";
import { startAttackers } from "./start-attackers";

/** What the attackers did, and what it did to `/healthz`. */
export interface Attack {
  readonly posted: number;
  readonly healthMs: number;
}

/** Works while twenty attackers post and somebody asks `/healthz` all the time. */
export async function underAttack<T>(
  stage: Stage,
  work: () => Promise<T>,
): Promise<Attack & { readonly done: T }> {
  const attackers = startAttackers(stage.port, stage.acsPath, `localhost:${stage.port}`);
  const health = watchHealth([{ status: async (path) => (await stage.client.get(path)).status }]);
  try {
    const done = await work();
    return { done, posted: await attackers.posted(), healthMs: (await health.stop()).slowestMs };
  } finally {
    await attackers.stop();
  }
}
