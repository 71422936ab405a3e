// @ts-check
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { DEFAULT_PORT } from "./addresses.mjs";
import { Problem } from "./problem.mjs";

export const USAGE = `npm run sandbox [-- options]

Starts Rolebridge with everything around it on this machine: the app on an
embedded database, two identity providers and a strict local AWS.

  --port N        the app's port (default ${DEFAULT_PORT}); the other servers take the seven after it
  --fresh         forget what is in the sandbox's database and start anew
  --dev           hot reload instead of a production build (npm run dev)
  --folder PATH   where the sandbox keeps its data (default .rolebridge/sandbox)
  --help          this text

DATABASE_URL=postgres://… in the environment uses that PostgreSQL instead of the
embedded database. Ctrl-C stops everything.`;

/**
 * @typedef {object} SandboxOptions
 * @property {number} port
 * @property {boolean} fresh
 * @property {boolean} dev
 * @property {string} folder absolute
 * @property {string} description where `sandbox.json` goes, absolute
 */

/**
 * @param {readonly string[]} args
 * @param {string} root
 * @returns {SandboxOptions | "help"}
 */
export function sandboxOptions(args, root) {
  const values = parse(args);
  if (values.help === true) {
    return "help";
  }
  const port = Number(values.port ?? DEFAULT_PORT);
  if (!Number.isInteger(port) || port < 1024 || port > 65_529) {
    throw new Problem(`--port must be a number from 1024 to 65529; it was “${values.port}”.`);
  }
  const common = join(root, ".rolebridge");
  return {
    port,
    fresh: values.fresh === true,
    dev: values.dev === true,
    folder: values.folder === undefined ? join(common, "sandbox") : resolve(root, values.folder),
    // At a place of its own for the ordinary sandbox: scripts look for it there.
    description: join(values.folder === undefined ? common : resolve(root, values.folder), "sandbox.json"),
  };
}

/** @param {readonly string[]} args */
function parse(args) {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        port: { type: "string" },
        fresh: { type: "boolean" },
        dev: { type: "boolean" },
        folder: { type: "string" },
        help: { type: "boolean", short: "h" },
      },
    });
    return values;
  } catch (error) {
    throw new Problem(
      `${/** @type {Error} */ (error).message}\nnpm run sandbox -- --help lists the options.`,
    );
  }
}
