// @ts-check
/**
 * Checked before anything else is imported: this file and its importers stay within what old versions of
 * Node.js can read, so that they can say what is wrong.
 */

const LEAST = [20, 19];

/** Ends the process with one sentence when this Node.js is too old for Rolebridge. */
export function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  const [leastMajor = 0, leastMinor = 0] = LEAST;
  if (major < leastMajor || (major === leastMajor && minor < leastMinor)) {
    console.error(
      `Rolebridge needs Node.js ${LEAST.join(".")} or newer; this is ${process.versions.node}. Install a newer one from https://nodejs.org and try again.`,
    );
    process.exit(1);
  }
}
