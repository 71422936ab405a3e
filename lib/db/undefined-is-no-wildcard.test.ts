import { afterAll, beforeAll, expect, it } from "vitest";
import { createSealer } from "../keys/sealing";
import { Secret } from "../secret/secret";
import { openMigratedPglite } from "./conformance/pglite-in-memory";
import { PrismaClient } from "./generated/client";
import { databaseOn } from "./open-database";

let prisma: PrismaClient;
let close: () => Promise<void>;
beforeAll(async () => {
  const driver = await openMigratedPglite();
  const database = await databaseOn(driver, createSealer(new Secret(Buffer.alloc(32, 7).toString("base64"))));
  prisma = new PrismaClient({ adapter: driver.prismaAdapter });
  close = () => database.close();
});
afterAll(() => close());

it("W13 an undefined in a condition is an error and not every row", async () => {
  const nothing = undefined as unknown as string;
  await expect(prisma.account.deleteMany({ where: { accountId: nothing } })).rejects.toThrow(/undefined/);
  await expect(prisma.account.findMany({ where: { accountId: nothing } })).rejects.toThrow(/undefined/);
});
