import { afterAll, beforeAll, expect, test } from "vitest";
import { openWorld, type World } from "../fixtures/world";
import { adminUseCases } from "./admin";

let world: World;

beforeAll(async () => {
  world = await openWorld();
});

afterAll(() => world.close());

test("K09 the head of the chain is told to auditors and administrators, and moves with every event", async () => {
  const admin = adminUseCases(world.context);
  const auditor = await world.person({ subject: "au", username: "au", groups: ["rolebridge-auditors"] });
  const nobody = await world.person({ subject: "no", username: "no", groups: [] });
  const before = await admin.auditHead(auditor);
  await expect(admin.auditHead(nobody)).rejects.toMatchObject({ code: "access.not_administrator" });
  const after = await admin.auditHead(world.token());
  expect(after?.position).toBe((before?.position ?? 0) + 1);
  expect(after?.hash).not.toBe(before?.hash);
});
