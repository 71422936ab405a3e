// @ts-check
/**
 * One hash over the contents of many files, fast when nothing changed: a file whose size and time are as
 * last seen is not read again.
 */
import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";

/** @typedef {Record<string, [modified: number, size: number, hash: string]>} Cache */

/**
 * Every file below a path, or the path itself when it is a file; nothing when it is not there.
 * @param {string} path
 * @param {(path: string) => boolean} wanted
 * @returns {Promise<string[]>}
 */
async function filesBelow(path, wanted) {
  const entries = await readdir(path, { withFileTypes: true }).catch(() => undefined);
  if (entries === undefined) {
    return wanted(path) ? [path] : [];
  }
  const below = entries.map((entry) => {
    const child = join(path, entry.name);
    return entry.isDirectory() ? filesBelow(child, wanted) : wanted(child) ? [child] : [];
  });
  return (await Promise.all(below)).flat();
}

/**
 * @param {string} root
 * @param {readonly string[]} paths files and folders, relative to the root; absent ones count as absent
 * @param {{ cacheFile: string, ignore?: (path: string) => boolean }} options `ignore` sees relative paths
 * @returns {Promise<string>} hex
 */
export async function fingerprint(root, paths, { cacheFile, ignore = () => false }) {
  /** @type {Cache} */
  const known = await readFile(cacheFile, "utf8")
    .then(JSON.parse)
    .catch(() => ({}));
  /** @type {Cache} */
  const seen = {};
  const found = await Promise.all(
    paths.map((path) => filesBelow(join(root, path), (file) => !ignore(relative(root, file)))),
  );
  await Promise.all(
    found.flat().map(async (file) => {
      const facts = await stat(file).catch(() => undefined);
      if (facts === undefined) {
        return;
      }
      const name = relative(root, file);
      const before = known[name];
      const unchanged = before !== undefined && before[0] === facts.mtimeMs && before[1] === facts.size;
      const hash = unchanged
        ? before[2]
        : createHash("sha256")
            .update(await readFile(file))
            .digest("hex");
      seen[name] = [facts.mtimeMs, facts.size, hash];
    }),
  );
  await mkdir(dirname(cacheFile), { recursive: true });
  await writeFile(cacheFile, JSON.stringify(seen));
  const all = createHash("sha256");
  for (const name of Object.keys(seen).sort()) {
    all.update(`${name}\0${seen[name]?.[2]}\n`);
  }
  return all.digest("hex");
}
