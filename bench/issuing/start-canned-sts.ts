import { join } from "node:path";
import { messageFrom, startChild } from "./child";

/** An STS that answers every call at once, in a process of its own. @returns where on loopback it listens */
export async function startCannedSts(
  logFile: string,
): Promise<{ readonly port: number; stop(): Promise<void> }> {
  const script = join(import.meta.dirname, "canned-sts.ts");
  const sts = startChild(["--import", "tsx", script], process.env, logFile);
  const { port } = await messageFrom<{ readonly port: number }>(sts);
  return { port, stop: sts.stop };
}
