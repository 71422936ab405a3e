import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { answeredSession } from "../../aws/fixtures/sts-fixture";
import type { GetSessionTokenRequest } from "../../aws/sts-port";
import { AppError } from "../../errors/app-error";
import { log } from "../../log/log";
import { Secret } from "../../secret/secret";
import { entitledTo, withSts } from "../fixtures/entitled";
import { openWorld, refusalOf, type World } from "../fixtures/world";
import type { AccessUseCases } from "../use-cases";
import { accessUseCases } from "./access";

vi.mock("../../log/log", () => ({ log: { warn: vi.fn(), info: vi.fn(), error: vi.fn() } }));

const MFA_SERIAL = "arn:aws:iam::418273650912:mfa/breakglass";
const CODE = "314159";

let world: World;
let access: AccessUseCases;
const asked: GetSessionTokenRequest[] = [];
let refuse: AppError | undefined;
beforeAll(async () => {
  world = await openWorld();
  const getSessionToken = async (request: GetSessionTokenRequest) => {
    asked.push(request);
    if (refuse) throw refuse;
    return answeredSession(request.place, request.userArn, new Date(world.now().getTime() + 3_600_000));
  };
  access = accessUseCases(withSts(world, { getSessionToken }));
});
beforeEach(() => {
  refuse = undefined;
  asked.length = 0;
  vi.mocked(log.warn).mockClear();
});
afterAll(() => world.close());

const newest = async (count: number) => (await world.events()).slice(0, count);
const breakGlass = () => entitledTo(world, "session-token", { mfaSerial: MFA_SERIAL, requireReason: true });

describe("a break-glass session", () => {
  test("is given for a reason and a code, and is loud in audit and log, without the code", async () => {
    const { actor, target, accessKeyId } = await breakGlass();
    const issued = await access.issueCredentials(actor, {
      entitlementId: target.id,
      reason: "The identity provider is down",
      mfaCode: new Secret(CODE),
    });
    expect(issued.plan).toMatchObject({ kind: "session-token", accessKeyId });
    expect(asked).toMatchObject([{ mfa: { serialNumber: MFA_SERIAL } }]);
    expect(asked[0]?.mfa?.tokenCode.reveal()).toBe(CODE);
    const [after, before] = await newest(2);
    expect(before).toMatchObject({
      action: "credentials.requested",
      detail: { breakGlass: true, reason: "The identity provider is down" },
    });
    expect(after).toMatchObject({
      action: "credentials.issued",
      detail: { breakGlass: true, attempts: [{ region: "eu-west-1", outcome: "answered" }] },
    });
    expect(log.warn).toHaveBeenCalledWith(
      "a break-glass session was given",
      expect.objectContaining({ person: actor.identity.username, reference: actor.origin.reference }),
    );
    const written = JSON.stringify([before, after, vi.mocked(log.warn).mock.calls]);
    expect(written).not.toContain(CODE);
    expect(written).not.toContain("canary");
    const { items } = await world.database.audit.list({ breakGlass: true, limit: 100 });
    expect(items.map(({ id }) => id)).toEqual(expect.arrayContaining([after?.id, before?.id]));
    expect(items.every(({ detail }) => detail.breakGlass === true)).toBe(true);
  });

  test("that is refused is found by the same filter, with plan and causes, without the code", async () => {
    const { actor, target } = await breakGlass();
    const awsMessage = "MultiFactorAuthentication failed with invalid MFA one time pass code.";
    refuse = new AppError("aws.refused", { aws: { awsCode: "AccessDenied", awsMessage, hints: [] } });
    const refusal = await refusalOf(
      access.issueCredentials(actor, { entitlementId: target.id, reason: "x", mfaCode: new Secret(CODE) }),
    );
    expect(refusal.aws?.hints.join(" ")).toMatch(/code/i);
    const [event] = await newest(1);
    expect(event).toMatchObject({
      action: "credentials.refused",
      outcome: "refused",
      detail: {
        breakGlass: true,
        awsCode: "AccessDenied",
        awsMessage,
        plan: { kind: "session-token", targetId: target.id },
        explanation: {
          causes: expect.arrayContaining([expect.objectContaining({ who: expect.any(String) })]),
        },
      },
    });
    expect(JSON.stringify(event)).not.toContain(CODE);
    expect(log.warn).not.toHaveBeenCalled();
  });

  test("that no region answered says that the code may be used up, and so does one that another region refused", async () => {
    const { actor, target } = await breakGlass();
    const attempts = [
      { region: "eu-west-1", outcome: "timeout" },
      { region: "eu-central-1", outcome: "left_alone" },
    ];
    const input = { entitlementId: target.id, reason: "x" };
    const take = () => refusalOf(access.issueCredentials(actor, { ...input, mfaCode: new Secret(CODE) }));
    refuse = new AppError("aws.unreachable", { detail: "STS did not answer.", audit: { attempts } });
    expect(await take()).toMatchObject({
      code: "aws.unreachable",
      detail: expect.stringMatching(/^STS did not answer\. Your one-time code may be used up/),
    });
    refuse = new AppError("aws.unreachable", {
      detail: "STS did not answer.",
      audit: { attempts: [{ region: "eu-west-1", outcome: "throttled" }] },
    });
    expect((await take()).detail).toBe("STS did not answer.");
    const awsMessage = "MultiFactorAuthentication failed with invalid MFA one time pass code.";
    const aws = { awsCode: "AccessDenied", awsMessage, hints: [] };
    refuse = new AppError("aws.refused", { aws, audit: { attempts } });
    expect((await take()).aws?.hints[0]).toContain("may have used up your code");
    expect(await newest(1)).toMatchObject([
      {
        detail: {
          explanation: {
            causes: [{ id: "code_spent_at_region", what: expect.stringContaining("eu-west-1") }, {}, {}],
          },
        },
      },
    ]);
  });

  test("opens no console, and that is said before a reason or a code is asked for", async () => {
    const { actor, target } = await breakGlass();
    const refusal = await refusalOf(access.openConsole(actor, { entitlementId: target.id }));
    expect(refusal.code).toBe("issuance.console_impossible");
    expect(asked).toEqual([]);
    expect(await newest(1)).toMatchObject([{ action: "console.refused", detail: { breakGlass: true } }]);
  });

  test("says in the list what it needs and cannot do", async () => {
    const { actor } = await breakGlass();
    const { items } = await access.listEntitlements(actor, { limit: 1 });
    expect(items).toMatchObject([
      {
        kind: "session-token",
        needsMfa: true,
        mfaSerial: MFA_SERIAL,
        requiresReason: true,
        limitations: expect.arrayContaining(["console"]),
      },
    ]);
    expect(items[0]).not.toHaveProperty("roleArn");
  });
});
