/**
 * Commands for operators: what they share. They use the rooms of `lib` as the app does, and read the same settings
 * from the same places.
 */
import { join } from "node:path";
import { ConfigError } from "../../lib/config/load-config";
import { AppError } from "../../lib/errors/app-error";
import { loadEnvironmentFiles } from "../setup/environment-files.mjs";

/** A wrong call: says how it is called. */
export class UsageError extends Error {}

function messageOf(error: unknown): string {
  if (error instanceof AppError) return [error.title, error.detail].filter(Boolean).join(" ");
  if (error instanceof ConfigError || error instanceof UsageError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/**
 * Runs a command and leaves its exit code. Exit code 64 for a wrong call and 70 for what could not be done, as sysexits
 * has them, so that neither looks like a finding.
 * @param work gives the exit code
 */
export async function runCommand(
  work: (args: readonly string[], environment: NodeJS.ProcessEnv) => Promise<number>,
): Promise<void> {
  // The database of the embedded kind and the migrations lie relative to the folder of the app.
  const asked = process.cwd();
  process.chdir(join(import.meta.dirname, "../.."));
  loadEnvironmentFiles(process.cwd(), "production");
  process.env.INIT_CWD ??= asked;
  try {
    // Not `process.exit`: what is on its way into a pipe would be cut off.
    process.exitCode = await work(process.argv.slice(2), process.env);
  } catch (error) {
    process.stderr.write(`${messageOf(error)}\n`);
    process.exitCode = error instanceof UsageError ? 64 : 70;
  }
}
