import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Target } from "../../entitlements/model";
import type { PersonActor } from "../../identity/actor";
import { Secret } from "../../secret/secret";
import { newEntitlement, openWorld, refusalOf, type World } from "../fixtures/world";
import { accessUseCases } from "./access";
import { checkRequirements, type PersonalInput } from "./requirements";

let world: World;
let actor: PersonActor;
beforeAll(async () => {
  world = await openWorld();
  actor = await world.person();
});
afterAll(() => world.close());

const SERIAL = "arn:aws:iam::418273650912:mfa/breakglass";

async function target(change: object): Promise<Target> {
  const { target: made } = await newEntitlement(world, randomUUID());
  return { ...made, ...change } as Target;
}
const check = async (change: object, personal: PersonalInput) =>
  checkRequirements(world.context, { actor, target: await target(change), personal });
const faultOf = (change: object, personal: PersonalInput) => refusalOf(check(change, personal));

describe("a reason", () => {
  test.each([undefined, "", " \n"])("is missed when it is %j", async (reason) => {
    const refusal = await faultOf({ requireReason: true }, reason === undefined ? {} : { reason });
    expect(refusal).toMatchObject({ code: "issuance.reason_required", fields: [{ field: "reason" }] });
  });

  test("is kept in the audit, and nothing is asked of AWS without it", async () => {
    const access = accessUseCases(world.context);
    const group = randomUUID();
    const { target: made } = await newEntitlement(world, group, { target: { requireReason: true } });
    const actor = await world.person({ groups: [group] });
    const refusal = await refusalOf(access.issueCredentials(actor, { entitlementId: made.id }));
    expect(refusal.code).toBe("issuance.reason_required");
    expect(world.stsRequests).toEqual([]);
    expect((await world.events())[0]).toMatchObject({
      action: "credentials.refused",
      outcome: "refused",
      object: { id: made.id },
      detail: { code: "issuance.reason_required" },
    });
    await access.issueCredentials(actor, { entitlementId: made.id, reason: "INC-7" });
    expect((await world.events())[1]).toMatchObject({
      action: "credentials.requested",
      detail: { reason: "INC-7" },
    });
    const view = await access.listEntitlements(actor, { limit: 1 });
    expect(view.items).toMatchObject([{ requiresReason: true, needsMfa: false, limitations: [] }]);
  });
});

describe("a one-time code", () => {
  const withDevice = { kind: "assume-role", mfaSerial: SERIAL };

  test("is asked for by the name of its device", async () => {
    expect(await faultOf(withDevice, {})).toMatchObject({
      code: "issuance.mfa_required",
      detail: `The device is ${SERIAL}.`,
    });
  });

  test.each(["", "12345", "1234567", "12345a", "１２３４５６"])(
    "is not %j, and is never repeated",
    async (code) => {
      const refusal = await faultOf(withDevice, { mfaCode: new Secret(code) });
      expect(refusal.code).toBe("issuance.mfa_code_invalid");
      if (code !== "") expect(JSON.stringify({ ...refusal, title: refusal.title })).not.toContain(code);
    },
  );

  test("is refused where none is used, so that nobody types one in vain", async () => {
    const refusal = await faultOf({}, { mfaCode: new Secret("123456") });
    expect(refusal).toMatchObject({ code: "request.invalid", fields: [{ field: "mfaCode" }] });
  });

  test("of six digits may go to AWS", async () => {
    await expect(check(withDevice, { mfaCode: new Secret("012345") })).resolves.toBeUndefined();
  });
});
