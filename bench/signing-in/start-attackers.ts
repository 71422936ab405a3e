import { join } from "node:path";
import { messageFrom, startChild } from "../issuing/child";

/** Twenty people who attack until they are stopped, in a process of their own. */
export interface Attackers {
  /** How many hostile messages were posted so far. */
  posted(): Promise<number>;
  stop(): Promise<void>;
}

/** @param host the one under which the app on this port knows itself */
export function startAttackers(port: number, acsPath: string, host: string): Attackers {
  const script = join(import.meta.dirname, "attackers.ts");
  const env = { ...process.env, PORT: String(port), ACS_PATH: acsPath, HOST: host };
  const attackers = startChild(["--import", "tsx", script], env, "/dev/stderr");
  return {
    posted: async () => (await messageFrom<{ readonly posted: number }>(attackers, "how many")).posted,
    stop: attackers.stop,
  };
}
