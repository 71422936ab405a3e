import { afterAll, beforeAll, expect, test } from "vitest";
import { openWorld, refusalOf, type World } from "../fixtures/world";
import { adminUseCases } from "./admin";
import type { AdminUseCases } from "./admin-use-cases";

let world: World;
let admin: AdminUseCases;
beforeAll(async () => {
  world = await openWorld();
  admin = adminUseCases(world.context);
});
afterAll(() => world.close());

test("an export holds every event of its filter, page by page, and is an event before the first of them leaves", async () => {
  const auditor = await world.person({ groups: ["rolebridge-auditors"] });
  const engineer = await world.person();
  // More than one page of them.
  for (let count = 0; count < 510; count += 1) await refusalOf(admin.audit(engineer, { limit: 1 }));
  const pages = await admin.exportAudit(auditor, { action: "admin.refused" });
  const [exported] = await world.events();
  expect(exported).toMatchObject({
    action: "audit.exported",
    actor: { name: auditor.identity.username },
    detail: { filter: { action: "admin.refused" } },
  });
  const sizes: number[] = [];
  const ids = new Set<string>();
  for await (const page of pages) {
    sizes.push(page.length);
    for (const { id, action } of page) {
      expect(action).toBe("admin.refused");
      ids.add(id);
    }
  }
  expect(sizes).toEqual([500, 10]);
  expect(ids.size).toBe(510);
}, 60_000);

test("an export is refused to who may not read the audit", async () => {
  const engineer = await world.person();
  expect((await refusalOf(admin.exportAudit(engineer, {}))).code).toBe("access.not_administrator");
});
