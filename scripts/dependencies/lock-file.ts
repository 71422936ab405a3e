/** What `package-lock.json` says of every package that an install may bring. */
import { readFile } from "node:fs/promises";

export interface LockedPackage {
  /** Where it is installed: `node_modules/pg`, or inside another package. */
  readonly path: string;
  readonly name: string;
  readonly version: string;
  /** Subresource integrity, SHA-512. */
  readonly integrity?: string;
  /** An address; npm's registry leaves none in this lock file. */
  readonly resolved?: string;
  /** SPDX, as the package says it. */
  readonly licence?: string;
  /** Installed on some operating systems or processors only. */
  readonly isForOnePlatform: boolean;
  /** Not part of what runs in production. */
  readonly isForDevelopment: boolean;
}

export interface LockFile {
  /** Names that `package.json` asks for. */
  readonly direct: readonly string[];
  readonly packages: readonly LockedPackage[];
}

interface Entry {
  readonly version?: string;
  readonly integrity?: string;
  readonly resolved?: string;
  readonly license?: string;
  readonly os?: readonly string[];
  readonly cpu?: readonly string[];
  readonly dev?: boolean;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

const INSIDE = "node_modules/";

/** @param text of `package-lock.json`, version 3 */
export function parseLockFile(text: string): LockFile {
  const { packages } = JSON.parse(text) as { packages: Readonly<Record<string, Entry>> };
  const { "": root, ...installed } = packages;
  return {
    direct: [...Object.keys(root?.dependencies ?? {}), ...Object.keys(root?.devDependencies ?? {})],
    packages: Object.entries(installed).map(([path, entry]) => ({
      path,
      name: path.slice(path.lastIndexOf(INSIDE) + INSIDE.length),
      version: entry.version ?? "",
      ...(entry.integrity === undefined ? {} : { integrity: entry.integrity }),
      ...(entry.resolved === undefined ? {} : { resolved: entry.resolved }),
      ...(entry.license === undefined ? {} : { licence: entry.license }),
      isForOnePlatform: entry.os !== undefined || entry.cpu !== undefined,
      isForDevelopment: entry.dev === true,
    })),
  };
}

/** The lock file of this repository. */
export async function readLockFile(): Promise<LockFile> {
  return parseLockFile(await readFile("package-lock.json", "utf8"));
}
