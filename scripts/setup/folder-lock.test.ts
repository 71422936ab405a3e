import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { holderOf, takeFolder } from "./folder-lock.mjs";

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "folder-lock-"));
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

describe("the lock on a sandbox's folder", () => {
  it("is held by one process, which the second is told of", async () => {
    await takeFolder(folder, "http://localhost:1");
    const second = await takeFolder(folder, "http://localhost:2");
    expect(second).toMatchObject({ heldBy: { pid: process.pid, url: "http://localhost:1" } });
  });

  it("can be taken again when it was released", async () => {
    const first = await takeFolder(folder, "http://localhost:1");
    expect("release" in first).toBe(true);
    if ("release" in first) {
      first.release();
    }
    expect(await holderOf(folder)).toBeUndefined();
    expect("release" in (await takeFolder(folder, "http://localhost:2"))).toBe(true);
  });

  it("dies with its process", async () => {
    const child = spawn(process.execPath, ["-e", ""]);
    await once(child, "exit");
    await writeFile(join(folder, "sandbox.lock"), JSON.stringify({ pid: child.pid, startedAt: "", url: "" }));
    expect("release" in (await takeFolder(folder, "http://localhost:2"))).toBe(true);
  });

  it.runIf(process.platform === "linux")(
    "is not held by another process that got the same id later",
    async () => {
      await takeFolder(folder, "http://localhost:1");
      const lock = JSON.parse(await readFile(join(folder, "sandbox.lock"), "utf8"));
      await writeFile(join(folder, "sandbox.lock"), JSON.stringify({ ...lock, startedAt: "1" }));
      expect(await holderOf(folder)).toBeUndefined();
    },
  );

  it("survives a lock file that was cut short", async () => {
    await writeFile(join(folder, "sandbox.lock"), '{"pid":');
    expect("release" in (await takeFolder(folder, "http://localhost:2"))).toBe(true);
  });
});
