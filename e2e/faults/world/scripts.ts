/** The operator's own commands, as `npm run` runs them. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { open } from "node:fs/promises";
import { join } from "node:path";

const ROOT = join(import.meta.dirname, "../../..");

/**
 * @param name of a file in `scripts`
 * @param settings of an instance
 * @param outputFile for what it prints
 * @returns whether it ended well
 */
export async function runScript(
  name: string,
  args: readonly string[],
  settings: Readonly<Record<string, string>>,
  outputFile = "/dev/null",
): Promise<boolean> {
  const tsx = join(ROOT, "node_modules/tsx/dist/cli.mjs");
  const output = await open(outputFile, "a");
  const child = spawn(process.execPath, [tsx, join(ROOT, "scripts", name), ...args], {
    env: { ...process.env, ...settings },
    stdio: ["ignore", output.fd, "inherit"],
  });
  const [code] = await once(child, "exit");
  await output.close();
  return code === 0;
}
