import { mkdir, mkdtemp, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { fingerprint } from "./fingerprint.mjs";

let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "fingerprint-"));
  await mkdir(join(root, "app/deep"), { recursive: true });
  await writeFile(join(root, "app/deep/page.ts"), "one");
  await writeFile(join(root, "app/page.test.ts"), "test");
});

afterEach(async () => {
  await rm(root, { recursive: true });
});

const now = () =>
  fingerprint(root, ["app", "config.js", "absent"], {
    cacheFile: join(root, "cache.json"),
    ignore: (path) => path.endsWith(".test.ts"),
  });

describe("the fingerprint of sources", () => {
  it("changes with the contents of a file, also when its size stays", async () => {
    const before = await now();
    await writeFile(join(root, "app/deep/page.ts"), "two");
    expect(await now()).not.toBe(before);
  });

  it("changes when a file appears, moves or goes", async () => {
    const before = await now();
    await writeFile(join(root, "config.js"), "");
    const appeared = await now();
    expect(appeared).not.toBe(before);
    await rm(join(root, "config.js"));
    expect(await now()).toBe(before);
  });

  it("stays when only times change, and when ignored files do", async () => {
    const before = await now();
    await utimes(join(root, "app/deep/page.ts"), 1, 1);
    await writeFile(join(root, "app/page.test.ts"), "another test");
    expect(await now()).toBe(before);
  });
});
