/**
 * Ending in order: a rolling upgrade must not cost anybody a sign-in. From the first word on `/readyz` says no, so
 * that load balancers look elsewhere; requests are still taken until they have; then the ones under way are finished.
 */
import { subscribe } from "node:diagnostics_channel";
import type { Server, ServerResponse } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import { log } from "@/lib/log/log";

/** All of it together; orchestrators kill after thirty seconds. */
const LIMIT_MS = 28_000;

/** Bundles have modules of their own each; a process ends once. */
const KEY = Symbol.for("rolebridge.draining");
type Scope = typeof globalThis & { [KEY]?: true };

/** Whether this process was told to end. */
export function isDraining(): boolean {
  return (globalThis as Scope)[KEY] === true;
}

export interface DrainOptions {
  /** How long requests are still taken after SIGTERM. SIGINT comes from a person, who does not want to wait. */
  readonly graceMs: number;
  /** Ends what the process has open, when no request needs it any more. */
  readonly close: () => Promise<void>;
}

interface Started {
  readonly server: Server;
  readonly response: ServerResponse;
}

/** Makes SIGTERM and SIGINT end the process in order. Called once a process, from `instrumentation.ts`. */
export function endInOrder({ graceMs, close }: DrainOptions): void {
  const servers = new Set<Server>();
  subscribe("http.server.request.start", (message) => {
    const { server, response } = message as Started;
    servers.add(server);
    // A connection that stays open would bring its next request here.
    if (isDraining()) response.shouldKeepAlive = false;
  });
  const end = async (signal: NodeJS.Signals, grace: number) => {
    (globalThis as Scope)[KEY] = true;
    log.info("ending: no new requests are wanted", { signal });
    await wait(grace);
    const isFinished = await Promise.race([
      Promise.all([...servers].map(closed)).then(() => true),
      wait(LIMIT_MS - grace).then(() => false),
    ]);
    if (!isFinished) log.warn("ending although requests are under way", { signal });
    await close().catch((error: unknown) => log.warn("not everything could be closed", { error }));
    log.info("ended", { signal });
    process.exit(0);
  };
  process.once("SIGTERM", () => void end("SIGTERM", graceMs));
  process.once("SIGINT", () => void end("SIGINT", 0));
}

/** Resolves when the last request was answered; idle connections are closed at once. */
function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
  });
}
