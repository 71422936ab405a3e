// @ts-check
/**
 * `npm test`: does all set-up, then runs every check. `--quick` leaves out the production build and the
 * browser journeys; `--faults` makes the quick ones of the faults happen to the build as well. Ends with one line,
 * `N passed, N failed`.
 */
import { requireNode } from "./setup/node-version.mjs";

requireNode();
const { join } = await import("node:path");
const { findBrowser } = await import("./setup/browser.mjs");
const { architecture, check, faults, journeys, vitest } = await import("./setup/checks.mjs");
const { holderOf } = await import("./setup/folder-lock.mjs");
const { build, generate, install } = await import("./setup/prepare.mjs");
const { Problem, report } = await import("./setup/problem.mjs");
const { mustRun, tool, toolEnvironment } = await import("./setup/run-command.mjs");
const { step } = await import("./setup/steps.mjs");
const { threatModel } = await import("./setup/threat-model.mjs");

/** @typedef {import("./setup/checks.mjs").Outcome} Outcome */

const root = join(import.meta.dirname, "..");
const total = { passed: 0, failed: 0 };

/**
 * @param {string} label
 * @param {() => Promise<Outcome>} work
 */
async function count(label, work) {
  const outcome = await step(label, work, ({ note }) => note);
  total.passed += outcome.passed;
  total.failed += outcome.failed;
  if (outcome.failed > 0) {
    console.log(`\n${outcome.output.trimEnd()}\n`);
  }
}

/**
 * Set-up that the steps after it cannot do without: true when it worked.
 * @param {() => Promise<void>} work
 */
async function setUp(work) {
  try {
    await work();
    return true;
  } catch (error) {
    report(error);
    total.failed += 1;
    return false;
  }
}

/** Types of the app's routes, which the type check needs. */
async function generateRouteTypes() {
  const [command, args] = tool("next/dist/bin/next", "typegen");
  const failure = "next typegen failed: its output above says why.";
  await step("generate the types of routes", () =>
    mustRun(command, args, { cwd: root, env: toolEnvironment(), failure }),
  );
}

async function whoServes() {
  const holder = await holderOf(join(root, ".rolebridge", "sandbox"));
  return holder === undefined ? undefined : `The sandbox at ${holder.url}`;
}

/** @param {boolean} withFaults */
async function buildAndJourneys(withFaults) {
  if (!(await setUp(() => build(root, whoServes)))) {
    return;
  }
  total.passed += 1;
  if (withFaults) {
    await count("faults", () => faults(root));
  }
  /** @type {string | undefined} */
  let browser;
  await setUp(async () => {
    const found = await step(
      "find a browser",
      () => findBrowser(root),
      ({ path, version }) => `${version} (${path})`,
    );
    browser = found.path;
  });
  if (browser !== undefined) {
    const path = browser;
    await count("browser journeys", () => journeys(root, path));
  }
}

/** @param {{ quick: boolean, withFaults: boolean }} wish */
async function main({ quick, withFaults }) {
  console.log("\nRolebridge tests\n");
  const ready = await setUp(async () => {
    await install(root);
    await generate(root);
    await generateRouteTypes();
  });
  if (!ready) {
    return;
  }
  await count("format and lint", () => check(root, tool("@biomejs/biome/bin/biome", "ci", ".")));
  await count("types", () => check(root, tool("typescript/bin/tsc", "--noEmit")));
  await count("architecture", () => architecture(root));
  await count("generated documents", () =>
    check(root, tool("tsx/dist/cli.mjs", "scripts/generate-docs.ts", "--check")),
  );
  await count("dead code", () => check(root, tool("knip/bin/knip.js")));
  await count("unit and integration tests", () => vitest(root));
  if (!quick) {
    await buildAndJourneys(withFaults);
  }
  await count("threat model", () => threatModel(root, { journeysRan: !quick }));
}

const args = process.argv.slice(2);
const unknown = args.find((argument) => argument !== "--quick" && argument !== "--faults");
if (unknown !== undefined) {
  process.exit(report(new Problem(`${unknown} is no option of npm test: there are --quick and --faults.`)));
}
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
  // Runs the handlers for our exit, which end what we have started.
  process.on(signal, () => process.exit(1));
}
await main({ quick: args.includes("--quick"), withFaults: args.includes("--faults") });
console.log(`\n${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0;
