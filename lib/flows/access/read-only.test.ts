import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { TEST_SEALER } from "../../db/conformance/on-every-database";
import { openMigratedPglite } from "../../db/conformance/pglite-in-memory";
import type { DatabaseDriver } from "../../db/driver";
import { Prisma } from "../../db/generated/client";
import { databaseOn } from "../../db/open-database";
import { newEntitlement, openWorld, refusalOf, type World } from "../fixtures/world";
import { accessUseCases } from "./access";

let driver: DatabaseDriver;
let world: World;

beforeAll(async () => {
  driver = await openMigratedPglite();
  world = await openWorld(await databaseOn(driver, TEST_SEALER));
});
afterAll(() => world.close());

/** As a standby after a failover, or a server whose disk is full. */
async function readOnly(isReadOnly: boolean): Promise<void> {
  await driver.sql.rows(Prisma.raw(`SET default_transaction_read_only = ${isReadOnly ? "on" : "off"}`));
}

async function entitled() {
  const group = `g-${randomUUID()}`;
  const { target } = await newEntitlement(world, group);
  return { target, actor: await world.person({ groups: [group] }) };
}

test("R22 a database that takes nothing gives no credentials, and gives them again once it does", async () => {
  const access = accessUseCases(world.context);
  const { actor, target } = await entitled();
  await readOnly(true);
  for (let count = 0; count < 5; count++) {
    const refusal = await refusalOf(access.issueCredentials(actor, { entitlementId: target.id }));
    expect(refusal.code).toBe("store.unavailable");
  }
  await readOnly(false);
  expect(world.stsRequests).toEqual([]);
  const { session } = await access.issueCredentials(actor, { entitlementId: target.id });
  expect(session.accessKeyId).toBe("ASIAIOSFODNN7EXAMPLE");
});

test("R22 a database that stops taking anything while AWS is asked hands nothing over", async () => {
  const access = accessUseCases(world.context);
  const { actor, target } = await entitled();
  world.duringSts(() => readOnly(true));
  const refusal = await refusalOf(access.issueCredentials(actor, { entitlementId: target.id }));
  await readOnly(false);
  expect(refusal.code).toBe("store.unavailable");
  expect((await world.events())[0]).toMatchObject({ action: "credentials.requested" });
});
