/** One instance of the built app, started as `npm start` starts it, and ended in any way there is. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { request } from "node:http";
import { join } from "node:path";
import { freePort } from "../../../scripts/setup/postgres.mjs";
import { until } from "./until";

const ROOT = join(import.meta.dirname, "../../..");
/** A start takes two seconds; on a machine that does much else, many times that. */
const READY_MS = 180_000;

export interface InstanceOptions {
  /** Documented settings; nothing else of the caller's environment but PATH reaches the app. */
  readonly settings: Readonly<Record<string, string>>;
  readonly logFile: string;
  /** What Node is told before the app. */
  readonly nodeArgs?: readonly string[];
  /** Folder that the app is started from: this one, or a copy that stands for another version. */
  readonly root?: string;
  /** Default: any that is free. */
  readonly port?: number;
}

export class Instance {
  private constructor(
    readonly port: number,
    readonly child: ChildProcess,
    readonly logFile: string,
  ) {}

  /** Starts it and does not wait until it is ready. */
  static async launch(options: InstanceOptions): Promise<Instance> {
    const { settings, logFile, nodeArgs = [], root = ROOT, port = await freePort() } = options;
    const log = openSync(logFile, "a", 0o600);
    const env = {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      NODE_ENV: "production",
      HOST: "127.0.0.1",
      PORT: String(port),
      ...settings,
    };
    const child = spawn(process.execPath, [...nodeArgs, join(root, "scripts/start.mjs")], {
      cwd: root,
      env: env as NodeJS.ProcessEnv,
      // With the channel open it ends when we do, whatever becomes of us.
      stdio: ["ignore", log, log, "ipc"],
    });
    closeSync(log);
    return new Instance(port, child, logFile);
  }

  static async start(options: InstanceOptions): Promise<Instance> {
    const instance = await Instance.launch(options);
    await instance.untilReady();
    return instance;
  }

  get hasEnded(): boolean {
    return this.child.exitCode !== null || this.child.signalCode !== null;
  }

  /** @returns milliseconds that it took */
  async untilReady(limitMs = READY_MS): Promise<number> {
    const start = performance.now();
    try {
      await until(async () => this.hasEnded || (await this.status("/readyz")) === 200, limitMs);
    } catch {
      throw new Error(`an instance did not become ready:\n${await this.logTail()}`);
    }
    if (this.hasEnded) throw new Error(`an instance ended:\n${await this.logTail()}`);
    return performance.now() - start;
  }

  /** Status of an answer of this very instance; 0 when there was none within two seconds. */
  async status(path: string, limitMs = 2_000): Promise<number> {
    return ask(this.port, path, limitMs).then(
      ({ status }) => status,
      () => 0,
    );
  }

  /** @throws Error when it does not answer in time */
  async metric(pattern: RegExp, limitMs = 5_000): Promise<number> {
    const { body } = await ask(this.port, "/metrics", limitMs);
    return Number(pattern.exec(body)?.[1]);
  }

  /** A device takes lines and gives none back, or gives them without end. */
  get hasLog(): boolean {
    return !this.logFile.startsWith("/dev/");
  }

  /** @returns milliseconds until it had ended */
  async end(signal: "SIGTERM" | "SIGKILL"): Promise<number> {
    const start = performance.now();
    if (!this.hasEnded) {
      const ended = once(this.child, "exit");
      this.child.kill(signal);
      await ended;
    }
    return performance.now() - start;
  }

  async logTail(): Promise<string> {
    if (!this.hasLog) return "(it wrote no log)";
    return (await readFile(this.logFile, "utf8")).trimEnd().split("\n").slice(-30).join("\n");
  }
}

/** Not by `fetch`: its limit of time was once seen not to end it, on a machine that did much else. */
function ask(port: number, path: string, limitMs: number): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const asked = request({ host: "127.0.0.1", port, path, agent: false }, (answer) => {
      let body = "";
      answer.setEncoding("utf8");
      answer.on("data", (part: string) => {
        body += part;
      });
      answer.once("end", () => resolve({ status: answer.statusCode ?? 0, body }));
    });
    const timer = setTimeout(() => asked.destroy(new Error(`no answer within ${limitMs} ms`)), limitMs);
    asked.once("error", reject);
    asked.once("close", () => {
      clearTimeout(timer);
      reject(new Error("the connection ended"));
    });
    asked.end();
  });
}
