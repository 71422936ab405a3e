import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

const ROOT = fileURLToPath(new URL(".", import.meta.url));
const FOLDERS = ["lib", "app", "sandbox", "scripts", "bench"];
/** They take a minute or more: started last, one would keep a single core busy while the others wait. */
const LONG = [/\/mutated-responses\.test\.ts$/, /-races\.test\.ts$/, /\/set-up-at-aws\.test\.ts$/];

/** A file that puts something else in a module's place, or measures its process, cannot share that with others. */
const NEEDS_ITS_OWN = /\bvi\.mock\(|\bprocess\.(cpuUsage|memoryUsage)\b/;

/** Relative to the root; `[` and `(` are of routes. */
function filesOnTheirOwn(): readonly string[] {
  return FOLDERS.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
      .map((name) => `${folder}/${name}`)
      .filter(
        (file) => /\.test\.tsx?$/.test(file) && NEEDS_ITS_OWN.test(readFileSync(join(ROOT, file), "utf8")),
      ),
  ).map((file) => file.replace(/[[\]()]/g, "\\$&"));
}

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isLong = ({ moduleId }: TestSpecification) => LONG.some((long) => long.test(moduleId));
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))];
  }
}

const everything = [`{${FOLDERS.join(",")}}/**/*.test.{ts,tsx}`, "*.test.ts"];
const alone = filesOnTheirOwn();

export default defineConfig({
  resolve: {
    alias: {
      "@": ROOT,
      // It throws outside a React server; its own empty module is what a server sees.
      "server-only": fileURLToPath(new URL("./node_modules/server-only/empty.js", import.meta.url)),
    },
  },
  test: {
    // By itself it would leave a core to a watcher that nobody runs here.
    maxWorkers: "100%",
    testTimeout: 60_000,
    hookTimeout: 120_000,
    sequence: { sequencer: LongestFirst },
    projects: [
      // Half of the time would go into loading the same modules for each file anew.
      { extends: true, test: { name: "shared", include: everything, exclude: [...alone], isolate: false } },
      { extends: true, test: { name: "alone", include: [...alone], isolate: true } },
    ],
  },
});
