// @ts-check
/** `npm run sandbox`: from a bare clone to a running Rolebridge with everything around it. */
import { requireNode } from "./setup/node-version.mjs";

requireNode();
const { join } = await import("node:path");
const { addressesOf, requireFreePorts } = await import("./setup/addresses.mjs");
const { takeFolder } = await import("./setup/folder-lock.mjs");
const { build, generate, install } = await import("./setup/prepare.mjs");
const { Problem, report } = await import("./setup/problem.mjs");
const { sandboxOptions, USAGE } = await import("./setup/sandbox-options.mjs");
const { SandboxRun, wipe } = await import("./setup/sandbox-run.mjs");
const { welcome } = await import("./setup/welcome.mjs");

const root = join(import.meta.dirname, "..");

/**
 * @param {import("./setup/sandbox-options.mjs").SandboxOptions} options
 * @param {InstanceType<typeof SandboxRun>} sandbox
 */
async function start(options, sandbox) {
  await requireFreePorts(options.port);
  if (options.fresh) {
    await wipe(options.folder);
  }
  await install(root);
  await generate(root);
  if (!options.dev) {
    await build(root, async () => undefined);
  }
  return await sandbox.start();
}

/**
 * Settles when the person at the terminal, or the system, wants this to end.
 * @returns {Promise<undefined>}
 */
function asked() {
  return new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
      process.on(signal, () => resolve(undefined));
    }
  });
}

/** @returns {Promise<number>} exit code */
async function main() {
  const options = sandboxOptions(process.argv.slice(2), root);
  if (options === "help") {
    console.log(USAGE);
    return 0;
  }
  const ended = asked();
  console.log("\nRolebridge sandbox\n");
  const lock = await takeFolder(options.folder, addressesOf(options.port).app);
  if ("heldBy" in lock) {
    const { pid, url } = lock.heldBy;
    throw new Problem(
      `A sandbox already runs in this folder, at ${url} (process ${pid}): stop that one first.`,
    );
  }
  const sandbox = new SandboxRun(root, options);
  try {
    const personas = await Promise.race([start(options, sandbox), ended]);
    if (personas !== undefined) {
      console.log(welcome(options, personas));
      sandbox.speakUp();
      await Promise.race([sandbox.failure(), ended]);
    }
    console.log("\nStopping.");
  } finally {
    await sandbox.stop();
    lock.release();
  }
  return 0;
}

// Explicit: a cancelled installation must not keep the process alive.
process.exit(await main().catch(report));
