/** What is wrong with a set of dependencies, as sentences for whoever changed it. */
import type { LockedPackage, LockFile } from "./lock-file";

export interface MinimumVersion {
  readonly name: string;
  /** `major.minor.patch` */
  readonly minimum: string;
  readonly why: string;
  /** Counts at this path only, where development brings other copies that product code cannot reach. */
  readonly only?: string;
}

/** A registry's package has no address in the lock file, so anything that has one comes from elsewhere. */
function sourceFault({ path, resolved }: LockedPackage): string | undefined {
  return resolved === undefined
    ? undefined
    : `${path} comes from ${resolved}; only packages of the configured registry are taken.`;
}

/** Without a hash an install would take whatever the registry hands out that day. */
function integrityFault({ path, integrity, isForOnePlatform }: LockedPackage): string | undefined {
  if (integrity?.startsWith("sha512-")) return undefined;
  // Made complete from the package's own list, on a machine that cannot see other platforms' files.
  if (integrity === undefined && isForOnePlatform) return undefined;
  return `${path} has no SHA-512 in package-lock.json. Run npm install again.`;
}

function versionFaults(packages: readonly LockedPackage[], minimum: MinimumVersion): readonly string[] {
  return packages
    .filter(
      ({ name, path }) => name === minimum.name && (minimum.only === undefined || path === minimum.only),
    )
    .filter(({ version }) => isBelow(version, minimum.minimum))
    .map(({ path, version }) => `${path} is ${version}; ${minimum.minimum} is the least. ${minimum.why}`);
}

/** A pre-release counts as below its release. */
export function isBelow(version: string, minimum: string): boolean {
  const numbers = (text: string) => (text.split("-")[0] ?? "").split(".").map(Number);
  const [have, need] = [numbers(version), numbers(minimum)];
  for (const [place, least] of need.entries()) {
    const difference = (have[place] ?? 0) - least;
    // Not a number: a version that cannot be read is not known to be safe.
    if (difference !== 0) return !(difference > 0);
  }
  return version.includes("-");
}

/**
 * @param reasons why each direct dependency is there; one without a reason was added without a decision
 */
export function dependencyFaults(
  { direct, packages }: LockFile,
  minimumVersions: readonly MinimumVersion[],
  reasons: Readonly<Record<string, string>>,
): readonly string[] {
  const unexplained = direct.filter((name) => !Object.hasOwn(reasons, name));
  const gone = Object.keys(reasons).filter((name) => !direct.includes(name));
  return [
    ...unexplained.map((name) => `${name} has no reason in scripts/dependencies/reasons.json.`),
    ...gone.map((name) => `${name} has a reason in scripts/dependencies/reasons.json and is no dependency.`),
    ...packages.map(sourceFault).filter((fault) => fault !== undefined),
    ...packages.map(integrityFault).filter((fault) => fault !== undefined),
    ...minimumVersions.flatMap((minimum) => versionFaults(packages, minimum)),
  ];
}
