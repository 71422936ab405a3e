// @ts-check
import { existsSync } from "node:fs";
import { join } from "node:path";

/**
 * Loads the files that Next reads, in its order; what stands in the environment already wins.
 * @param {string} root
 * @param {"development" | "production"} mode
 */
export function loadEnvironmentFiles(root, mode) {
  for (const name of [`.env.${mode}.local`, ".env.local", `.env.${mode}`, ".env"]) {
    if (existsSync(join(root, name))) {
      process.loadEnvFile(join(root, name));
    }
  }
}
