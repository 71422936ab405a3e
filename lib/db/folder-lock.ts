/**
 * One process a folder. PGlite itself lets two processes open the same files, acknowledges the writes of both
 * and silently loses rows of one. Node has no `flock`, so this is a file with the name of its holder.
 */
import { randomUUID } from "node:crypto";
import {
  linkSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { hostname } from "node:os";
import { AppError } from "../errors/app-error";

/** How often the holder shows that it lives, for readers that cannot see its process. */
const SIGN_OF_LIFE_MS = 5_000;
const DEAD_AFTER_MS = 4 * SIGN_OF_LIFE_MS;
/** A takeover is two system calls; one older than this was killed between them. */
const TAKEOVER_ABANDONED_MS = 10_000;

interface Holder {
  readonly pid: number;
  /** Start of the process in clock ticks after boot; tells a process from a later one of the same number. */
  readonly processStart: string | undefined;
  /** Host, boot and process-number namespace: where `pid` means something. */
  readonly place: string;
  readonly since: string;
  /** Unlike any other lock that was ever written. */
  readonly nonce: string;
}

export interface FolderLock {
  release(): void;
}

/**
 * Takes the lock or says at once who has it. A lock whose holder is gone is taken over: in the same place the
 * process table tells; from another container or host, a holder that gave no sign of life for 20 seconds is gone.
 * @param file path of the lock file; its folder exists
 * @throws AppError `store.folder_in_use`
 */
export function takeFolderLock(file: string): FolderLock {
  const mine: Holder = {
    pid: process.pid,
    processStart: startOfProcess(process.pid),
    place: thisPlace(),
    since: new Date().toISOString(),
    nonce: randomUUID(),
  };
  if (!writeLock(file, mine)) {
    removeIfAbandoned(file);
    if (!writeLock(file, mine)) throw inUse(readHolder(file));
  }
  const signs = setInterval(() => giveSignOfLife(file), SIGN_OF_LIFE_MS);
  signs.unref();
  const release = () => {
    clearInterval(signs);
    process.removeListener("exit", release);
    if (readHolder(file)?.nonce === mine.nonce) rmSync(file, { force: true });
  };
  process.once("exit", release);
  return { release };
}

/** The lock appears with its whole content or not at all: a link is atomic and fails when the name exists. */
function writeLock(file: string, holder: Holder): boolean {
  const draft = `${file}.${holder.nonce}`;
  writeFileSync(draft, JSON.stringify(holder), { flag: "wx", mode: 0o600 });
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if (isCode(error, "EEXIST")) return false;
    throw error;
  } finally {
    unlinkSync(draft);
  }
}

/**
 * Two processes may find the same dead lock; were both to remove it, one could remove the other's new one.
 * So removing takes a lock of its own, and looks again while holding it.
 */
function removeIfAbandoned(file: string): void {
  const takeover = `${file}.takeover`;
  try {
    if (Date.now() - statSync(takeover).mtimeMs > TAKEOVER_ABANDONED_MS) rmSync(takeover, { force: true });
  } catch (error) {
    if (!isCode(error, "ENOENT")) throw error;
  }
  try {
    writeFileSync(takeover, "", { flag: "wx", mode: 0o600 });
  } catch (error) {
    if (isCode(error, "EEXIST")) return;
    throw error;
  }
  try {
    if (isAbandoned(file)) rmSync(file, { force: true });
  } finally {
    rmSync(takeover, { force: true });
  }
}

function isAbandoned(file: string): boolean {
  const holder = readHolder(file);
  if (holder === undefined) return true;
  if (holder.place === thisPlace()) return !isAlive(holder);
  try {
    return Date.now() - statSync(file).mtimeMs > DEAD_AFTER_MS;
  } catch (error) {
    if (isCode(error, "ENOENT")) return true;
    throw error;
  }
}

function isAlive(holder: Holder): boolean {
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    // EPERM: it lives and is another user's.
    if (isCode(error, "ESRCH")) return false;
  }
  return startOfProcess(holder.pid) === holder.processStart;
}

function giveSignOfLife(file: string): void {
  const now = new Date();
  try {
    utimesSync(file, now, now);
  } catch {
    // Somebody removed the file by hand. The next start will tell; a running database must not stop for it.
  }
}

function readHolder(file: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Holder;
  } catch (error) {
    // Not JSON: not written by us, since ours appear whole. Left by a disk that was full.
    if (isCode(error, "ENOENT") || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Field 22 of /proc/<pid>/stat; the second field is the command in brackets and may hold blanks. */
function startOfProcess(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19];
  } catch {
    // No /proc (macOS, Windows): then only the process number is compared.
    return undefined;
  }
}

function thisPlace(): string {
  try {
    const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
    return `${hostname()} ${boot} ${readlinkSync("/proc/self/ns/pid")}`;
  } catch {
    return hostname();
  }
}

function inUse(holder: Holder | undefined): AppError {
  const who =
    holder === undefined
      ? "It was taken a moment ago."
      : `Process ${holder.pid} on ${holder.place.split(" ")[0]} has it since ${holder.since}.`;
  return new AppError("store.folder_in_use", { detail: who });
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
