import { spawnSync } from "node:child_process";
import { existsSync, openSync } from "node:fs";
import { expect, it } from "vitest";

/** Every write to it fails as on a disk without room. */
const FULL = "/dev/full";

it.runIf(existsSync(FULL))(
  "R14 a log whose disk is full neither ends the process nor eats its memory",
  () => {
    const script = `
    import { log } from "./lib/log/log.ts";
    for (let line = 0; line < 20_000; line += 1) log.info("a line", { text: "x".repeat(200) });
    setTimeout(() => process.exit(process.memoryUsage().rss < 400e6 ? 42 : 43), 100);`;
    const full = openSync(FULL, "w");
    const args = ["--import", "tsx", "--input-type=module", "-e", script];
    expect(spawnSync(process.execPath, args, { stdio: ["ignore", full, "inherit"] }).status).toBe(42);
  },
);
