import { json } from "@/app/_http/json";

// Must be asked of this process, not answered at build time.
export const dynamic = "force-dynamic";

/** Liveness: the process answers. It asks nothing else, so that a slow database restarts nobody. */
export function GET(): Response {
  return json({ status: "ok" });
}
