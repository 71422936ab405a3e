import { describe, expect, it } from "vitest";
import { AppError } from "../errors/app-error";
import { onEveryDatabase } from "./conformance/on-every-database";
import { Prisma } from "./generated/client";
import { translateError, translatingErrors } from "./translate-error";

const failure = (properties: object) => Object.assign(new Error("foreign"), properties);

describe("a foreign error", () => {
  it.each([
    ["a unique violation of pg", { code: "23505" }, "admin.conflict"],
    ["a unique violation of Prisma", { code: "P2002" }, "admin.conflict"],
    ["a foreign key of Prisma", { code: "P2003" }, "request.invalid"],
    [
      "a raw query in Prisma",
      { code: "P2010", meta: { driverAdapterError: { cause: { originalCode: "23514" } } } },
      "request.invalid",
    ],
    ["a refused connection", { code: "ECONNREFUSED" }, "store.unavailable"],
    ["a name that is not found", { cause: { code: "ENOTFOUND" } }, "store.unavailable"],
    ["too many connections", { code: "53300" }, "store.unavailable"],
    ["a full disk", { code: "53100" }, "store.unavailable"],
    ["a shutdown", { code: "57P01" }, "store.unavailable"],
    ["a deadlock", { code: "40P01" }, "store.unavailable"],
    ["a wrong password", { code: "28P01" }, "store.unavailable"],
    ["a transaction that found no connection", { code: "P2028" }, "store.unavailable"],
    ["a missing table", { code: "42P01" }, "internal.unexpected"],
    ["a programming error", {}, "internal.unexpected"],
  ])("%s becomes ours and stays as the cause", (_title, properties, code) => {
    const cause = failure(properties);
    expect(translateError(cause)).toMatchObject({ code, cause });
  });

  it("never shows its text to the reader", () => {
    const translated = translateError(
      failure({ code: "23505", message: "Key (alias)=(meridian-prod) exists" }),
    );
    expect(`${translated.title}${translated.detail ?? ""}`).not.toContain("meridian-prod");
  });

  it("that is ours already stays as it is", () => {
    const ours = new AppError("admin.not_found");
    expect(translateError(ours)).toBe(ours);
  });

  it("survives what is no error, and causes that go round", () => {
    const round = failure({});
    Object.assign(round, { cause: round });
    for (const thrown of [undefined, null, "text", 7, round]) {
      expect(translateError(thrown)).toMatchObject({ code: "internal.unexpected" });
    }
  });

  it("is translated whether a store throws or rejects", async () => {
    const store = translatingErrors({
      throws: async () => {
        throw failure({ code: "23505" });
      },
    });
    await expect(store.throws()).rejects.toMatchObject({ code: "admin.conflict" });
  });
});

onEveryDatabase("an error of the database", (opened) => {
  it("has the same reason straight from the driver and through Prisma", async () => {
    const { database, driver } = opened();
    const byId = (id: string) => Prisma.sql`SELECT CAST(${id} AS uuid)`;
    await expect(
      driver.sql.rows(byId("x")).catch((error: unknown) => {
        throw translateError(error);
      }),
    ).rejects.toMatchObject({ code: "request.invalid", reason: "sql_22P02" });
    const inPrisma = database.unitOfWork.run((stores) =>
      stores.targets.list({ limit: 1, cursor: badCursor }),
    );
    await expect(inPrisma).rejects.toMatchObject({ code: "request.invalid", reason: "sql_22P02" });
  });
});

/** Well-formed, and its last part is no UUID. */
const badCursor = Buffer.from(JSON.stringify(["a", "b", "c"])).toString("base64url");
