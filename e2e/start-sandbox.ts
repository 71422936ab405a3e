/**
 * Gives the journeys a sandbox of their own: free ports, an empty database. With E2E_SANDBOX set to the
 * `sandbox.json` of one that runs already, that one is used and left running.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { findFreePorts } from "../scripts/setup/addresses.mjs";

const ROOT = join(import.meta.dirname, "..");
const FOLDER = join(ROOT, ".rolebridge", "journeys");
const DESCRIPTION = join(FOLDER, "sandbox.json");
const START_MS = 180_000;
const POLL_MS = 100;

/** Resolves when the sandbox has described itself, rejects with what it printed when it ends before. */
async function untilDescribed(sandbox: ChildProcess): Promise<void> {
  const printed: string[] = [];
  for (const stream of [sandbox.stdout, sandbox.stderr]) {
    stream?.setEncoding("utf8").on("data", (text: string) => printed.push(text));
  }
  const end = Date.now() + START_MS;
  while (!existsSync(DESCRIPTION)) {
    if (sandbox.exitCode !== null || Date.now() > end) {
      sandbox.kill("SIGTERM");
      throw new Error(`The sandbox did not start.\n${printed.join("")}`);
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

// Playwright finds it as the default export.
// biome-ignore lint/style/noDefaultExport: a global set-up file has no other interface
export default async function startSandbox(): Promise<(() => Promise<void>) | undefined> {
  if (process.env.E2E_SANDBOX !== undefined) {
    return undefined;
  }
  const { NODE_ENV: _mode, DATABASE_URL: _database, ...env } = process.env;
  const port = String(await findFreePorts());
  const args = ["scripts/sandbox.mjs", "--fresh", "--port", port, "--folder", FOLDER];
  const sandbox = spawn(process.execPath, args, {
    cwd: ROOT,
    env: env as NodeJS.ProcessEnv,
    stdio: ["ignore", "pipe", "pipe"],
  });
  await untilDescribed(sandbox);
  process.env.E2E_SANDBOX = DESCRIPTION;
  return async () => {
    sandbox.kill("SIGTERM");
    if (sandbox.exitCode === null) {
      await new Promise((resolve) => sandbox.once("exit", resolve));
    }
  };
}
