/** The built app as a child of a benchmark: started, ready, and able to say what memory it holds. */
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Child, startChild } from "./child";
import { type Answer, type LoopbackClient, loopbackClient } from "./loopback-client";

const READY_MS = 120_000;
const root = join(import.meta.dirname, "../..");

export type Closing = () => Promise<unknown>;

/** Works in a folder that is gone afterwards, and closes what was opened in it, the last first. */
export async function inFolder(work: (folder: string, closing: Closing[]) => Promise<void>): Promise<void> {
  if (!existsSync(join(root, ".next/BUILD_ID"))) throw new Error("Build the app first: npm run build");
  const folder = await mkdtemp(join(tmpdir(), "rolebridge-bench-"));
  const closing: Closing[] = [() => rm(folder, { recursive: true, force: true })];
  try {
    await work(folder, closing);
  } finally {
    for (const close of closing.reverse()) await close();
  }
}

/**
 * BENCH_NODE_ARGS="--cpu-prof --cpu-prof-dir=profiles" shows where the app's time goes.
 * @param settings besides those that every benchmark has
 * @returns when the app is ready
 */
export async function startApp(
  folder: string,
  port: number,
  settings: Readonly<Record<string, string>>,
  closing: Closing[],
): Promise<{ readonly app: Child; readonly client: LoopbackClient }> {
  const log = join(folder, "app.log");
  const nodeArgs = (process.env.BENCH_NODE_ARGS ?? "").split(" ").filter((arg) => arg !== "");
  const reporter = pathToFileURL(join(import.meta.dirname, "report-usage.mjs")).href;
  const client = loopbackClient(port);
  closing.push(async () => client.close());
  const app = startChild(
    ["--expose-gc", "--import", reporter, ...nodeArgs, join(root, "scripts/start.mjs")],
    {
      PATH: process.env.PATH,
      NODE_ENV: "production",
      PORT: String(port),
      HOST: "127.0.0.1",
      ROLEBRIDGE_URL: `http://localhost:${port}`,
      ROLEBRIDGE_ADMINS: "company/group:administrators",
      ROLEBRIDGE_DRAIN_SECONDS: "0",
      ...settings,
    },
    log,
  );
  closing.push(app.stop);
  await ready(client, app, log);
  return { app, client };
}

async function ready(client: LoopbackClient, app: Child, log: string): Promise<void> {
  const end = Date.now() + READY_MS;
  while (Date.now() < end && app.process.exitCode === null) {
    const status = await client.get("/readyz").then(
      (answer) => answer.status,
      () => 0,
    );
    if (status === 200) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`the app did not start:\n${await readFile(log, "utf8")}`);
}

export function unexpected({ status, body }: Answer): Error {
  return new Error(`the app answered ${status}: ${body.slice(0, 500)}`);
}
