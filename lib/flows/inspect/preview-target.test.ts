import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { PersonActor } from "../../identity/actor";
import { entitledTo } from "../fixtures/entitled";
import { openWorld, refusalOf, type World } from "../fixtures/world";
import { inspectUseCases } from "./inspect";
import type { InspectUseCases } from "./inspect-use-cases";

let world: World;
let inspect: InspectUseCases;
let grace: PersonActor;
let ada: PersonActor;
beforeAll(async () => {
  world = await openWorld();
  inspect = inspectUseCases(world.context);
  grace = await world.person({ username: "grace@example.com", groups: ["rolebridge-admins"] });
  ada = await world.person({
    username: "ada@example.com",
    attributes: [{ name: "department", values: ["Logistics"] }],
  });
});
afterAll(() => world.close());

const unsaved = async (change: object = {}) => {
  const { target } = await entitledTo(world, "saml");
  return {
    accountId: target.accountId,
    target: { accountId: target.accountId, name: "Builder", kind: "saml", ...change },
  };
};
const rows = async () => ({
  targets: (await world.database.targets.list({ limit: 1000 })).items.length,
  events: (await world.events()).length,
});

describe("the preview of a target that nobody has saved", () => {
  test("says for an example person what saving would make AWS be asked, and what the role must trust", async () => {
    const { accountId, target } = await unsaved({
      sessionTags: [{ key: "Department", attribute: "department" }],
      sourceIdentity: true,
      maxDurationSeconds: 1800,
    });
    const preview = await inspect.previewTarget(grace, { target, personId: ada.personId });
    expect(preview).toMatchObject({
      person: { username: "ada@example.com" },
      plan: {
        roleArn: `arn:aws:iam::${accountId}:role/Builder`,
        sessionName: ada.sessionName,
        durationSeconds: 1800,
        durationDecidedBy: "target",
        tags: [{ key: "Department", value: "Logistics" }],
      },
      trustPolicy: {
        Statement: [{ Action: ["sts:AssumeRoleWithSAML", "sts:TagSession", "sts:SetSourceIdentity"] }],
      },
    });
  });

  test("writes nothing: no target, no audit event, and no call of STS", async () => {
    const { target } = await unsaved();
    const before = await rows();
    const asked = world.stsRequests.length;
    await inspect.previewTarget(grace, { target });
    await refusalOf(inspect.previewTarget(grace, { target: { ...target, name: "" } }));
    expect(await rows()).toEqual(before);
    expect(world.stsRequests.length).toBe(asked);
  });

  test("of a change shows the saved target with it, and leaves the saved one alone", async () => {
    const { target } = await entitledTo(world, "saml");
    const change = { maxDurationSeconds: 900, description: "Shorter" };
    const { plan } = await inspect.previewTarget(grace, { target: change, targetId: target.id });
    expect(plan).toMatchObject({ targetId: target.id, durationSeconds: 900 });
    expect((await world.database.targets.byId(target.id))?.maxDurationSeconds).toBe(
      target.maxDurationSeconds,
    );
  });

  test("names the field that is wrong as saving would, and the attribute that the person lacks", async () => {
    const { target } = await unsaved();
    expect(
      await refusalOf(inspect.previewTarget(grace, { target: { ...target, recipient: "x" } })),
    ).toMatchObject({
      code: "request.invalid",
      fields: [{ field: "recipient" }],
    });
    const tagged = { ...target, sessionTags: [{ key: "Team", attribute: "team" }] };
    expect(
      await refusalOf(inspect.previewTarget(grace, { target: tagged, personId: ada.personId })),
    ).toMatchObject({ code: "issuance.tag_invalid", detail: expect.stringContaining("attribute team") });
  });

  test("shows no trust policy where nobody is known to call, or no role is assumed", async () => {
    const { target } = await unsaved({ kind: "assume-role" });
    expect((await inspect.previewTarget(grace, { target })).trustPolicy).toBeUndefined();
    const user = await entitledTo(world, "session-token");
    const { accessKeyId } = user;
    const ofUser = { accountId: user.target.accountId, name: "Glass", kind: "session-token", accessKeyId };
    const preview = await inspect.previewTarget(grace, { target: ofUser });
    expect([preview.trustPolicy, preview.sent.action]).toEqual([undefined, "GetSessionToken"]);
  });

  test("is for those who may save it, and for nobody else", async () => {
    const { target } = await unsaved();
    const iris = await world.person({ username: "iris@example.com", groups: ["rolebridge-auditors"] });
    for (const actor of [iris, ada]) {
      expect((await refusalOf(inspect.previewTarget(actor, { target }))).code).toMatch(/^access\./);
    }
  });

  test("knows neither a target nor a person that is not there", async () => {
    const { target } = await unsaved();
    const nobody = "0199b1a0-0000-7000-8000-00000000dead";
    expect((await refusalOf(inspect.previewTarget(grace, { target: {}, targetId: nobody }))).code).toBe(
      "admin.not_found",
    );
    expect((await refusalOf(inspect.previewTarget(grace, { target, personId: nobody }))).code).toBe(
      "admin.not_found",
    );
  });
});
