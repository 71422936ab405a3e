// @ts-check
/**
 * `node scripts/complete-lock.mjs` after `npm install`: enters the packages for other platforms that npm has
 * left out of package-lock.json because the registry at hand does not carry them. Without these entries
 * `npm ci` refuses the lock file everywhere, and other platforms would get no native parts at all.
 */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

/**
 * @typedef {object} LockEntry
 * @property {string} [version]
 * @property {Record<string, string>} [optionalDependencies]
 * @property {boolean} [dev]
 */

const SYSTEMS = [
  "aix",
  "android",
  "darwin",
  "freebsd",
  "linux",
  "netbsd",
  "openbsd",
  "openharmony",
  "sunos",
  "win32",
];
const PROCESSORS = [
  "arm64",
  "arm",
  "ia32",
  "loong64",
  "mips64el",
  "ppc64",
  "riscv64",
  "s390x",
  "wasm32",
  "x64",
];

/**
 * Native packages carry their platform in the name: `…-linux-arm64-musl`.
 * @param {string} name
 * @returns {{ os?: string[], cpu?: string[], libc?: string[] } | undefined} undefined when it says nothing
 */
function platformOf(name) {
  const words = (name.split("/").at(-1) ?? "").split(/[-.]/);
  const os = SYSTEMS.find((system) => words.includes(system));
  const cpu = PROCESSORS.find((processor) =>
    words.some((word) => word === processor || word.startsWith(`${processor}v`)),
  );
  if (os === undefined && cpu === undefined) {
    return undefined;
  }
  const libc = words.includes("musl") ? "musl" : words.includes("gnu") ? "glibc" : undefined;
  return {
    ...(os && { os: [os] }),
    ...(cpu && { cpu: [cpu] }),
    ...(libc && os === "linux" && { libc: [libc] }),
  };
}

/**
 * Node's resolution: the nearest node_modules upwards that has the package.
 * @param {Record<string, LockEntry>} packages
 * @param {string} from path of the dependent in the lock file
 * @param {string} name
 */
function resolves(packages, from, name) {
  for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf("/node_modules/")))) {
    if (packages[`${folder}${folder === "" ? "" : "/"}node_modules/${name}`] !== undefined) {
      return true;
    }
    if (folder === "") {
      return false;
    }
  }
}

const file = join(import.meta.dirname, "..", "package-lock.json");
const lock = JSON.parse(await readFile(file, "utf8"));
/** @type {Record<string, LockEntry>} */
const packages = lock.packages;
/** @type {string[]} */
const added = [];
for (const [path, entry] of Object.entries(packages)) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    const platform = platformOf(name);
    if (platform !== undefined && /^\d/.test(version) && !resolves(packages, path, name)) {
      const { cpu, libc, os } = platform;
      // In npm's own order, so that its next run changes nothing.
      packages[`node_modules/${name}`] = {
        version,
        ...(cpu && { cpu }),
        ...(entry.dev && { dev: true }),
        ...(libc && { libc }),
        ...{ optional: true },
        ...(os && { os }),
      };
      added.push(`${name}@${version}`);
    }
  }
}
lock.packages = Object.fromEntries(Object.entries(packages).sort(([a], [b]) => (a < b ? -1 : 1)));
await writeFile(file, `${JSON.stringify(lock, null, 2)}\n`);
console.log(added.length === 0 ? "Nothing was missing." : `Entered ${added.length}:\n${added.join("\n")}`);
