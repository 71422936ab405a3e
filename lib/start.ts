import { ConfigError } from "./config/load-config";
import { AppError } from "./errors/app-error";
import { log } from "./log/log";
import { runtime } from "./runtime";

/** Opens the runtime, or ends the process with a message for a terminal and a line in the log. */
export async function startOrExit(): Promise<void> {
  try {
    await runtime();
  } catch (error) {
    log.error("Rolebridge cannot start", { error });
    if (error instanceof ConfigError) process.stderr.write(`\n${error.message}\n`);
    else if (error instanceof AppError) {
      process.stderr.write(`\nRolebridge cannot start: ${error.title} ${error.detail ?? ""}\n`);
    }
    process.exit(1);
  }
}
