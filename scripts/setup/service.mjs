// @ts-check
/** A long-running child: its output goes to a file, and it never outlives us. */
import { spawn } from "node:child_process";
import { closeSync, createWriteStream, openSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { Problem } from "./problem.mjs";

const TAIL_LINES = 40;
const STOP_MS = 5_000;

export class Service {
  /**
   * Starts a Node.js program with an IPC channel. Programs end themselves when that channel closes, so
   * they go even when we are killed without a chance to stop them.
   * @param {string} name for people
   * @param {readonly string[]} args of node
   * @param {{ cwd: string, env: import("./run-command.mjs").Environment, logFile: string, echo?: boolean }} options `echo`: let `speakUp` show what it prints
   */
  constructor(name, args, { logFile, cwd, env, echo = false }) {
    this.name = name;
    this.logFile = logFile;
    const log = openSync(logFile, "w", 0o600);
    const sink = echo ? "pipe" : log;
    // A group of its own: Ctrl-C at the terminal reaches us alone, and we stop it in order.
    this.child = spawn(process.execPath, args, {
      cwd,
      env: /** @type {NodeJS.ProcessEnv} */ (env),
      stdio: ["ignore", sink, sink, "ipc"],
      detached: true,
    });
    this.loud = false;
    if (echo) {
      const file = createWriteStream(logFile, { fd: log });
      for (const stream of [this.child.stdout, this.child.stderr]) {
        stream?.on("data", (chunk) => {
          file.write(chunk);
          if (this.loud) {
            process.stdout.write(chunk);
          }
        });
      }
    } else {
      closeSync(log);
    }
    /** @type {Promise<void>} */
    this.ended = new Promise((resolve) => {
      this.child.once("exit", () => resolve());
      this.child.once("error", () => resolve());
    });
    this.stopping = false;
  }

  /** Rejects with a `Problem` when the service ends although nobody asked it to; otherwise never settles. */
  async failure() {
    await this.ended;
    if (this.stopping) {
      return await new Promise(() => {});
    }
    throw new Problem(`${this.name} stopped unexpectedly; its output is above and in ${this.logFile}.`, {
      output: await this.logTail(),
    });
  }

  /** From now on what an echoing service prints is seen at the terminal, not only in its log. */
  speakUp() {
    this.loud = true;
  }

  /** The last lines of what it printed. */
  async logTail() {
    const log = await readFile(this.logFile, "utf8").catch(() => "");
    return log.trimEnd().split("\n").slice(-TAIL_LINES).join("\n");
  }

  /**
   * The first message of this kind. Use together with `failure`.
   * @param {string} kind
   * @returns {Promise<Record<string, unknown>>}
   */
  message(kind) {
    return new Promise((resolve) => {
      this.child.on("message", (/** @type {Record<string, unknown>} */ message) => {
        if (message.kind === kind) {
          resolve(message);
        }
      });
    });
  }

  /** Asks it to end, waits a few seconds, then makes it. */
  async stop() {
    this.stopping = true;
    this.signal("SIGTERM");
    const impatience = setTimeout(() => this.signal("SIGKILL"), STOP_MS);
    await this.ended;
    clearTimeout(impatience);
  }

  /** @param {NodeJS.Signals} signal */
  signal(signal) {
    const { pid, exitCode, signalCode } = this.child;
    if (pid === undefined || exitCode !== null || signalCode !== null) {
      return;
    }
    try {
      // The group, for what it has started itself.
      process.kill(-pid, signal);
    } catch {
      this.child.kill(signal);
    }
  }
}
