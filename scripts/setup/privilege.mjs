// @ts-check
/** Installing a distribution's package, where the person who runs us may. */
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { run } from "./run-command.mjs";

const MANAGERS = [
  { command: "apt-get", before: ["update"], install: ["install", "-y", "--no-install-recommends"] },
  { command: "apk", before: undefined, install: ["add", "--no-cache"] },
  { command: "dnf", before: undefined, install: ["install", "-y"] },
];

/**
 * Where a program of this name is on the PATH.
 * @param {string} name
 * @returns {string | undefined}
 */
export function onPath(name) {
  return (process.env.PATH ?? "")
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find((file) => existsSync(file));
}

/**
 * Installs a package with the system's package manager, as root or by sudo without a question.
 * @param {Readonly<Record<string, string>>} names the package's name for each manager that has it
 * @returns {Promise<boolean>} false when that is not possible here
 */
export async function installPackage(names) {
  const manager = MANAGERS.find(
    ({ command }) => names[command] !== undefined && onPath(command) !== undefined,
  );
  const isRoot = process.getuid?.() === 0;
  if (manager === undefined || !(isRoot || onPath("sudo") !== undefined)) {
    return false;
  }
  const cwd = process.cwd();
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  /** @param {readonly string[]} args */
  const asRoot = (args) =>
    isRoot
      ? run(manager.command, args, { cwd, env })
      : run("sudo", ["-n", "DEBIAN_FRONTEND=noninteractive", manager.command, ...args], { cwd, env });
  if (manager.before !== undefined) {
    await asRoot(manager.before);
  }
  const { code } = await asRoot([...manager.install, names[manager.command] ?? ""]);
  return code === 0;
}
