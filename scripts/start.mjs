// @ts-check
/** `npm start`: runs the built app. Set-up is the operator's; this only says what is missing. */
import { requireNode } from "./setup/node-version.mjs";

requireNode();
const { existsSync } = await import("node:fs");
const { join } = await import("node:path");
const { pathToFileURL } = await import("node:url");
const { loadEnvironmentFiles } = await import("./setup/environment-files.mjs");

const root = join(import.meta.dirname, "..");
const development = process.argv.includes("--dev");
const REQUIRED = ["ROLEBRIDGE_URL", "ROLEBRIDGE_SECRET"];

/** @param {string} sentence */
function stop(sentence) {
  console.error(sentence);
  process.exit(1);
}

process.chdir(root);
loadEnvironmentFiles(root, development ? "development" : "production");
const next = join(root, "node_modules/next/dist/bin/next");
const missing = REQUIRED.filter((name) => (process.env[name] ?? "") === "");
if (!existsSync(next)) {
  stop("The dependencies are not installed: run `npm ci --ignore-scripts` first.");
} else if (!(development || existsSync(join(root, ".next/BUILD_ID")))) {
  stop("The app is not built: run `npm run build` first.");
} else if (missing.length > 0) {
  stop(`Not configured: ${missing.join(", ")} must be set; docs/configuration.md says how.`);
}

// A log that cannot be written, since its disk is full, is no reason to end.
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => undefined);

// Started by the sandbox: end when it is gone, whatever became of it.
process.on("disconnect", () => process.kill(process.pid, "SIGTERM"));

process.env.NEXT_TELEMETRY_DISABLED ??= "1";
if (!development) {
  // The app ends itself in order: Next would stop listening before load balancers have noticed.
  process.env.NEXT_MANUAL_SIG_HANDLE = "1";
}
process.argv = [
  process.execPath,
  next,
  development ? "dev" : "start",
  "--port",
  process.env.PORT ?? "3000",
  "--hostname",
  process.env.HOST ?? "127.0.0.1",
];
// In this process, not in a child: signals and exit codes are the server's own.
await import(pathToFileURL(next).href);
