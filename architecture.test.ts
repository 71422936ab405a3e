import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { expect, test } from "vitest";

/** Checks what the import graph cannot show: names, markers, sizes and folders. */

const filesBelow = (folder: string): string[] =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true, encoding: "utf8" }).map(
        (file) => `${folder}/${file.replaceAll("\\", "/")}`,
      )
    : [];
const sources = ["app", "lib"]
  .flatMap(filesBelow)
  .filter((file) => /\.tsx?$/.test(file) && !file.includes("/generated/"));
const text = (file: string): string => readFileSync(file, "utf8");
const marked = (mark: string): string[] =>
  sources.filter((file) => new RegExp(`^(["'])${mark}\\1`).test(text(file)));

test("the checks of this file see the product", () => {
  expect(sources.length).toBeGreaterThan(100);
});

test("every folder of lib is a room with an import rule", () => {
  const { ROOMS } = createRequire(import.meta.url)("./.dependency-cruiser.cjs");
  const folders = readdirSync("lib", { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name);
  expect(folders.filter((name) => !(name in ROOMS))).toEqual([]);
});

test("there is no drawer folder", () => {
  const drawers = /\/(utils?|helpers?|services?|common|types|misc)(\/|\.tsx?$)/;
  expect(sources.filter((file) => drawers.test(file))).toEqual([]);
});

test("client islands, and only they, are named *.client.tsx", () => {
  const named = sources.filter((file) => /\.client\.tsx?$/.test(file));
  expect(marked("use client").sort()).toEqual(
    [...named, ...sources.filter((file) => /\/(global-)?error\.tsx$/.test(file))].sort(),
  );
});

test("server actions live in actions.ts", () => {
  expect(marked("use server").filter((file) => !file.endsWith("/actions.ts"))).toEqual([]);
});

/** They speak to the operator's machines: no person, no cookie, no use-case that acts for somebody. */
const PROBES = ["app/healthz/route.ts", "app/readyz/route.ts", "app/metrics/route.ts"];

test("every route handler goes through a wrapper of app/_http", () => {
  const wrappers = /from "@\/app\/_http\/(handle|api|collection-routes|scim)"/;
  const routes = sources.filter((file) => file.endsWith("/route.ts") && !PROBES.includes(file));
  expect(routes.length).toBeGreaterThan(20);
  expect(routes.filter((file) => !wrappers.test(text(file)))).toEqual([]);
});

test("no file of the product is longer than 300 lines", () => {
  const long = sources.filter((file) => !/\.test\.tsx?$/.test(file) && text(file).split("\n").length > 301);
  expect(long).toEqual([]);
});

test("no journey sleeps", () => {
  const specs = filesBelow("e2e").filter((file) => file.endsWith(".ts"));
  expect(specs.filter((file) => text(file).includes("waitForTimeout("))).toEqual([]);
});
