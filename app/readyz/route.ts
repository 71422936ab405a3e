import { isDraining } from "@/app/_http/drain";
import { json } from "@/app/_http/json";
import type { Readiness } from "@/lib/flows/health/health-use-cases";
import { log } from "@/lib/log/log";
import { runtime } from "@/lib/runtime";

export const dynamic = "force-dynamic";

/** Readiness: whether this replica should get requests. */
export async function GET(): Promise<Response> {
  const parts = await state();
  const ready = !isDraining() && parts.database && parts.keys && parts.clock;
  const status = isDraining() ? "draining" : ready ? "ready" : "not_ready";
  return json({ status, ...parts }, { status: ready ? 200 : 503 });
}

async function state(): Promise<Readiness> {
  try {
    return await (await runtime()).ready();
  } catch (error) {
    log.error("not ready", { error });
    return { database: false, keys: false, clock: false };
  }
}
