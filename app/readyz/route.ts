import { json } from "@/app/_http/json";
import { log } from "@/lib/log/log";
import { runtime } from "@/lib/runtime";

export const dynamic = "force-dynamic";

/** Readiness: whether this replica should get requests. */
export async function GET(): Promise<Response> {
  const parts = await state();
  const ready = parts.database && parts.keys;
  return json({ status: ready ? "ready" : "not_ready", ...parts }, { status: ready ? 200 : 503 });
}

async function state(): Promise<{ readonly database: boolean; readonly keys: boolean }> {
  try {
    return await (await runtime()).ready();
  } catch (error) {
    log.error("not ready", { error });
    return { database: false, keys: false };
  }
}
