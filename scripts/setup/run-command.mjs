// @ts-check
import { spawn } from "node:child_process";
import { Problem } from "./problem.mjs";

/** @typedef {Record<string, string | undefined>} Environment without NODE_ENV, which Next declares as always there */

/**
 * @typedef {object} CommandResult
 * @property {number} code exit code; 1 when a signal ended it
 * @property {string} output standard output and error, in order
 */

/**
 * Runs a command to its end, without a shell and without input, and collects what it prints.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd: string, env?: Environment, uid?: number, gid?: number }} options
 * @returns {Promise<CommandResult>} rejects with a `Problem` when the command is not there
 */
export function run(command, args, { env = process.env, ...options }) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      ...options,
      env: /** @type {NodeJS.ProcessEnv} */ (env),
      stdio: ["ignore", "pipe", "pipe"],
    });
    // When we are told to end while it runs, it ends too.
    const kill = () => child.kill();
    process.once("exit", kill);
    child.once("close", () => process.off("exit", kill));
    /** @type {string[]} */
    const chunks = [];
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (chunk) => chunks.push(chunk));
    }
    child.on("error", () =>
      reject(new Problem(`${command} could not be started: is it installed and on the PATH?`)),
    );
    child.on("close", (code) => resolve({ code: code ?? 1, output: chunks.join("") }));
  });
}

/**
 * Like `run`, but a command that fails is a `Problem` with all that it printed.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd: string, env?: Environment, failure: string }} options `failure`: the sentence to end with
 */
export async function mustRun(command, args, { failure, ...options }) {
  const result = await run(command, args, options);
  if (result.code !== 0) {
    throw new Problem(failure, { output: result.output });
  }
  return result.output;
}

/**
 * The environment for our own tools: what the person has, less what would change how Node and Next behave.
 * @param {Environment} [more]
 * @returns {Environment}
 */
export function toolEnvironment(more = {}) {
  const { NODE_ENV: _mode, NODE_OPTIONS: _options, ...rest } = process.env;
  return { ...rest, NEXT_TELEMETRY_DISABLED: "1", ...more };
}

/**
 * The command line of a tool that was installed with the project.
 * @param {string} script path under node_modules of the tool's JavaScript
 * @param {readonly string[]} args
 * @returns {[string, string[]]}
 */
export function tool(script, ...args) {
  return [process.execPath, [`node_modules/${script}`, ...args]];
}
