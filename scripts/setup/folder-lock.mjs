// @ts-check
/** One sandbox a folder: a file that says which process uses it. A dead process holds nothing. */
import { readFileSync, rmSync } from "node:fs";
import { mkdir, open, readFile, rm } from "node:fs/promises";
import { join } from "node:path";

/**
 * @typedef {object} Holder
 * @property {number} pid
 * @property {string} startedAt the process's start as the kernel counts it, since pids are used again
 * @property {string} url where its app is
 */

/**
 * @param {number} pid
 * @returns {string} empty where the system does not tell, or when there is no such process
 */
function startOf(pid) {
  try {
    // Field 22 of proc_pid_stat(5), counted after the command's name, which may hold blanks.
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "";
  } catch {
    return "";
  }
}

/** @param {Holder} holder */
function isAlive(holder) {
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    // EPERM: it is there, and somebody else's.
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== "EPERM") {
      return false;
    }
  }
  return startOf(holder.pid) === holder.startedAt;
}

/** @param {string} folder */
const lockFile = (folder) => join(folder, "sandbox.lock");

/**
 * Who uses this folder now.
 * @param {string} folder
 * @returns {Promise<Holder | undefined>}
 */
export async function holderOf(folder) {
  try {
    const holder = JSON.parse(await readFile(lockFile(folder), "utf8"));
    return isAlive(holder) ? holder : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Takes the folder for this process.
 * @param {string} folder
 * @param {string} url
 * @returns {Promise<{ release: () => void } | { heldBy: Holder }>}
 */
export async function takeFolder(folder, url) {
  await mkdir(folder, { recursive: true });
  for (;;) {
    const file = await open(lockFile(folder), "wx", 0o600).catch(() => undefined);
    if (file !== undefined) {
      await file.writeFile(JSON.stringify({ pid: process.pid, startedAt: startOf(process.pid), url }));
      await file.close();
      return { release: () => rmSync(lockFile(folder), { force: true }) };
    }
    const heldBy = await holderOf(folder);
    if (heldBy !== undefined) {
      return { heldBy };
    }
    await rm(lockFile(folder), { force: true });
  }
}
