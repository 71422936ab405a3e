import { mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { takeFolderLock } from "./folder-lock";

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "rolebridge-lock-"));
  file = join(folder, "lock");
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const inUse = expect.objectContaining({ code: "store.folder_in_use" });

/** The lock as it is written, with something else in it. */
function plant(change: object): void {
  const lock = takeFolderLock(file);
  const holder = JSON.parse(readFileSync(file, "utf8"));
  lock.release();
  writeFileSync(file, JSON.stringify({ ...holder, nonce: "theirs", ...change }));
}

function lastSignOfLife(secondsAgo: number): void {
  const then = new Date(Date.now() - secondsAgo * 1000);
  utimesSync(file, then, then);
}

it("is held once, and free after its release", () => {
  const lock = takeFolderLock(file);
  expect(() => takeFolderLock(file)).toThrow(inUse);
  lock.release();
  takeFolderLock(file).release();
});

it("is taken over from a process that is gone", () => {
  // Beyond the largest process number of Linux.
  plant({ pid: 2 ** 22 + 1 });
  takeFolderLock(file).release();
});

it("is taken over when the process number now belongs to a younger process", () => {
  plant({ processStart: "1" });
  takeFolderLock(file).release();
});

it("of another host or container is respected as long as it gives signs of life", () => {
  plant({ place: "elsewhere boot pid:[1]", pid: 2 ** 22 + 1 });
  lastSignOfLife(10);
  expect(() => takeFolderLock(file)).toThrow(inUse);
  lastSignOfLife(60);
  takeFolderLock(file).release();
});

it("that a full disk cut short is taken over", () => {
  writeFileSync(file, '{"pid":');
  takeFolderLock(file).release();
});

it("is not taken over by two at once", () => {
  plant({ pid: 2 ** 22 + 1 });
  writeFileSync(`${file}.takeover`, "");
  expect(() => takeFolderLock(file)).toThrow(inUse);
});

it("is taken over though another was killed while taking it over", () => {
  plant({ pid: 2 ** 22 + 1 });
  writeFileSync(`${file}.takeover`, "");
  const long = new Date(Date.now() - 60_000);
  utimesSync(`${file}.takeover`, long, long);
  takeFolderLock(file).release();
});

it("that somebody else took meanwhile is not removed by a late release", () => {
  const lock = takeFolderLock(file);
  const holder = JSON.parse(readFileSync(file, "utf8"));
  writeFileSync(file, JSON.stringify({ ...holder, nonce: "theirs" }));
  lock.release();
  expect(JSON.parse(readFileSync(file, "utf8")).nonce).toBe("theirs");
});
