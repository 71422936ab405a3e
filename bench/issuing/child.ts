import { type ChildProcess, spawn } from "node:child_process";
import { openSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";

export interface Child {
  readonly process: ChildProcess;
  /** Ends it and waits; both kinds of child also end by themselves when this process is gone. */
  stop(): Promise<void>;
}

/** @param logFile what it prints; `inherit` for the terminal */
export function startChild(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  logFile: string,
): Child {
  const log = openSync(logFile, "a");
  const child = spawn(process.execPath, args, {
    env: { ...env } as NodeJS.ProcessEnv,
    stdio: ["ignore", log, log, "ipc"],
  });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) child.kill("SIGTERM");
    await ended;
  };
  return { process: child, stop };
}

/**
 * The next message of a child.
 * @param question what it is sent first, when it speaks only if asked
 * @throws Error when it ends without one
 */
export function messageFrom<T>({ process: child }: Child, question?: string): Promise<T> {
  return new Promise((resolve, reject) => {
    const ended = () =>
      reject(new Error(`the child ended before it said anything: ${child.spawnargs.join(" ")}`));
    child.once("exit", ended);
    child.once("message", (message) => {
      child.off("exit", ended);
      resolve(message as T);
    });
    if (question === undefined) return;
    child.send(question, (error) => {
      if (error !== null) reject(error);
    });
  });
}

/** A port nobody listens on now. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
