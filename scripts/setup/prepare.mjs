// @ts-check
/**
 * Brings a clone to where it can run: dependencies, generated code, the production build. Each part leaves a
 * stamp and is skipped while what it was made from is unchanged.
 */
import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fingerprint } from "./fingerprint.mjs";
import { Problem } from "./problem.mjs";
import { mustRun, tool, toolEnvironment } from "./run-command.mjs";
import { step } from "./steps.mjs";

const BUILD_INPUTS = [
  "app",
  "lib",
  "prisma",
  "public",
  "instrumentation.ts",
  "next.config.js",
  "postcss.config.mjs",
  "tsconfig.json",
  "package-lock.json",
];

/** @param {string} root */
const stampFile = (root) => join(root, ".rolebridge", "setup", "stamps.json");

/**
 * @param {string} root
 * @returns {Promise<Record<string, string>>}
 */
async function stamps(root) {
  return await readFile(stampFile(root), "utf8")
    .then(JSON.parse)
    .catch(() => ({}));
}

/**
 * @param {string} root
 * @param {string} name
 * @param {string | undefined} value
 */
async function setStamp(root, name, value) {
  const file = stampFile(root);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, JSON.stringify({ ...(await stamps(root)), [name]: value }, null, 2));
}

/**
 * Does `work` unless the stamp says that it was done for the same inputs and its result is still there.
 * @param {string} root
 * @param {{ name: string, label: string, inputs: readonly string[], result: string, work: () => Promise<unknown>, ignore?: (path: string) => boolean }} part
 */
async function unlessDone(root, part) {
  const cacheFile = join(root, ".rolebridge", "setup", `${part.name}-files.json`);
  const inputs = await fingerprint(root, part.inputs, {
    cacheFile,
    ...(part.ignore && { ignore: part.ignore }),
  });
  const wanted = `${inputs} node ${process.versions.node}`;
  if ((await stamps(root))[part.name] === wanted && existsSync(join(root, part.result))) {
    return;
  }
  // Gone before the work starts: an interrupted step must not look done when its inputs change back.
  await setStamp(root, part.name, undefined);
  await step(part.label, part.work);
  await setStamp(root, part.name, wanted);
}

/**
 * Installs the dependencies of package-lock.json. Install scripts stay off: nothing here needs one, and
 * some of them download from hosts that closed networks block.
 * @param {string} root
 */
export async function install(root) {
  await unlessDone(root, {
    name: "install",
    label: "install dependencies",
    inputs: ["package-lock.json"],
    result: "node_modules/.package-lock.json",
    work: () =>
      mustRun(
        process.platform === "win32" ? "npm.cmd" : "npm",
        ["ci", "--ignore-scripts", "--no-audit", "--no-fund"],
        {
          cwd: root,
          env: toolEnvironment(),
          failure:
            "npm ci failed: its output above says why. Check that the npm registry can be reached, then try again.",
        },
      ),
  });
}

/**
 * Generates the database client. Prisma insists that a schema engine exists, though generating never runs
 * it; any executable will do where its download is impossible.
 * @param {string} root
 */
export async function generate(root) {
  const [command, args] = tool("prisma/build/index.js", "generate");
  await unlessDone(root, {
    name: "generate",
    label: "generate the database client",
    inputs: ["prisma/schema.prisma", "prisma.config.ts", "package-lock.json"],
    result: "lib/db/generated/client.ts",
    work: () =>
      mustRun(command, args, {
        cwd: root,
        env: toolEnvironment({
          PRISMA_SCHEMA_ENGINE_BINARY: process.env.PRISMA_SCHEMA_ENGINE_BINARY ?? process.execPath,
          PRISMA_HIDE_UPDATE_MESSAGE: "1",
          CHECKPOINT_DISABLE: "1",
        }),
        failure: "prisma generate failed: its output above says why.",
      }),
  });
}

/**
 * Builds the app for production.
 * @param {string} root
 * @param {() => Promise<string | undefined>} servedBy who serves the present build, if anybody does
 */
export async function build(root, servedBy) {
  const [command, args] = tool("next/dist/bin/next", "build");
  await unlessDone(root, {
    name: "build",
    label: "build the app",
    inputs: BUILD_INPUTS,
    ignore: (path) => /\.test\.tsx?$|^lib\/db\/generated\//.test(path),
    result: ".next/BUILD_ID",
    work: async () => {
      const server = await servedBy();
      if (server !== undefined) {
        throw new Problem(
          `${server} serves the present build of this folder: stop it first, then try again.`,
        );
      }
      await mustRun(command, args, {
        cwd: root,
        env: toolEnvironment(),
        failure: "next build failed: its output above says why.",
      });
    },
  });
}
