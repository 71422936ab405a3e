import { expect, test, vi } from "vitest";
import { AppError } from "./app-error";

test("an error made by another copy of this module is still an AppError", async () => {
  vi.resetModules();
  const other = await import("./app-error");
  expect(other.AppError).not.toBe(AppError);
  const refused = new other.AppError("signin.request_unknown", { reason: "used" });
  expect(refused instanceof AppError).toBe(true);
});

test("other errors and plain objects are no AppError", () => {
  for (const value of [new Error("x"), { code: "signin.request_unknown" }, null, undefined, "x"]) {
    expect((value as unknown) instanceof AppError).toBe(false);
  }
});

test("two errors do not share a reference", () => {
  const references = Array.from({ length: 1000 }, () => new AppError("internal.unexpected").reference);
  expect(new Set(references).size).toBe(1000);
});
