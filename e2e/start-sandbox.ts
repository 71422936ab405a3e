/**
 * Gives the journeys sandboxes of their own, one for each worker, so that what one journey changes no other sees
 * meanwhile: free ports, empty databases. With E2E_SANDBOX set to the `sandbox.json` of one that runs already, that
 * one is used and left running.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import type { FullConfig } from "@playwright/test";
import { findFreePorts } from "../scripts/setup/addresses.mjs";

const ROOT = join(import.meta.dirname, "..");
const FOLDER = join(ROOT, ".rolebridge", "journeys");
const START_MS = 180_000;
const POLL_MS = 100;

interface Started {
  readonly description: string;
  stop(): Promise<void>;
}

/** Resolves when the sandbox has described itself, rejects with what it printed when it ends before. */
async function untilDescribed(sandbox: ChildProcess, description: string): Promise<void> {
  const printed: string[] = [];
  for (const stream of [sandbox.stdout, sandbox.stderr]) {
    stream?.setEncoding("utf8").on("data", (text: string) => printed.push(text));
  }
  const end = Date.now() + START_MS;
  while (!existsSync(description)) {
    if (sandbox.exitCode !== null || Date.now() > end) {
      sandbox.kill("SIGTERM");
      throw new Error(`The sandbox did not start.\n${printed.join("")}`);
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

async function start(folder: string): Promise<Started> {
  const { NODE_ENV: _mode, DATABASE_URL: _database, ...env } = process.env;
  const port = String(await findFreePorts());
  const args = ["scripts/sandbox.mjs", "--fresh", "--port", port, "--folder", folder];
  const sandbox = spawn(process.execPath, args, {
    cwd: ROOT,
    env: env as NodeJS.ProcessEnv,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const description = join(folder, "sandbox.json");
  await untilDescribed(sandbox, description);
  const stop = async () => {
    sandbox.kill("SIGTERM");
    if (sandbox.exitCode === null) {
      await new Promise((resolve) => sandbox.once("exit", resolve));
    }
  };
  return { description, stop };
}

// Playwright finds it as the default export.
// biome-ignore lint/style/noDefaultExport: a global set-up file has no other interface
export default async function startSandboxes({
  workers,
}: FullConfig): Promise<(() => Promise<void>) | undefined> {
  if (process.env.E2E_SANDBOX !== undefined) {
    return undefined;
  }
  const started: Started[] = [];
  // One after the other: two would find the same ports free.
  for (let worker = 0; worker < workers; worker += 1) started.push(await start(join(FOLDER, String(worker))));
  process.env.E2E_SANDBOX = started.map(({ description }) => description).join(delimiter);
  return async () => {
    await Promise.all(started.map(({ stop }) => stop()));
  };
}
