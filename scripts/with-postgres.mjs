// @ts-check
/**
 * `node scripts/with-postgres.mjs [--optional] COMMAND…` runs a command with TEST_DATABASE_URL pointing at a
 * PostgreSQL of its own. With --optional the command runs without it where there is none to be had.
 */
import { requireNode } from "./setup/node-version.mjs";

requireNode();
const { spawn } = await import("node:child_process");
const { startPostgres } = await import("./setup/postgres.mjs");
const { Problem, report } = await import("./setup/problem.mjs");

const args = process.argv.slice(2);
const optional = args[0] === "--optional";
const [command, ...rest] = optional ? args.slice(1) : args;

async function postgresOrNot() {
  try {
    return await startPostgres();
  } catch (error) {
    if (optional && error instanceof Problem) {
      console.log(`Without PostgreSQL: ${error.message}`);
      return undefined;
    }
    throw error;
  }
}

/**
 * @param {string} program
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<number>} exit code
 */
function runToEnd(program, env) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, rest, { env, stdio: "inherit", shell: process.platform === "win32" });
    for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"])) {
      // The command decides what to do with it; the database outlives it either way.
      process.on(signal, () => child.kill(signal));
    }
    child.once("error", () => reject(new Problem(`${program} could not be started: is it on the PATH?`)));
    child.once("close", (code) => resolve(code ?? 1));
  });
}

async function main() {
  if (command === undefined) {
    throw new Problem("What to run? For example: node scripts/with-postgres.mjs npm test");
  }
  const postgres = await postgresOrNot();
  if (postgres !== undefined) {
    console.log(`${postgres.version} on loopback, for the database tests`);
  }
  try {
    return await runToEnd(command, { ...process.env, ...(postgres && { TEST_DATABASE_URL: postgres.url }) });
  } finally {
    await postgres?.stop();
  }
}

process.exit(await main().catch(report));
