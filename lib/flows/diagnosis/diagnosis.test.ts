import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { StsCaller } from "../../aws/sts-port";
import { AppError } from "../../errors/app-error";
import { entitledTo, withSts } from "../fixtures/entitled";
import { NO_LIMITS } from "../fixtures/no-limits";
import { openWorld, refusalOf, type World } from "../fixtures/world";
import { diagnosisUseCases } from "./diagnosis";
import type { DiagnosisUseCases } from "./diagnosis-use-cases";

let world: World;
let diagnosis: DiagnosisUseCases;
const callers: StsCaller[] = [];
let deny: AppError | undefined;
beforeAll(async () => {
  world = await openWorld();
  const answered = async <T>(caller: StsCaller, value: T) => {
    callers.push(caller);
    if (deny) throw deny;
    return { value, attempts: [{ region: "eu-west-1", outcome: "answered" as const }] };
  };
  diagnosis = diagnosisUseCases(
    withSts(world, {
      getCallerIdentity: (_place, caller) =>
        answered(caller, { arn: "arn:aws:sts::1:assumed-role/A/b", userId: "AROA:b", accountId: "1" }),
      decodeAuthorizationMessage: (_place, caller, message) =>
        answered(caller, JSON.stringify({ allowed: false, message })),
      getAccessKeyInfo: (_place, caller) => answered(caller, "418273650912"),
    }),
  );
});
afterAll(() => world.close());

const newest = async (count: number) => (await world.events()).slice(0, count);

describe("a diagnosis", () => {
  test("asks who one is with a fresh session of 900 seconds, audited, and gives no secret away", async () => {
    const { actor, target } = await entitledTo(world, "saml");
    callers.length = 0;
    const answer = await diagnosis.identity(actor, { entitlementId: target.id });
    expect(answer).toEqual({ arn: "arn:aws:sts::1:assumed-role/A/b", userId: "AROA:b", accountId: "1" });
    expect(callers).toMatchObject([{ kind: "keys", accessKeyId: "ASIAIOSFODNN7EXAMPLE" }]);
    const [after, before] = await newest(2);
    expect(before).toMatchObject({
      action: "diagnosis.requested",
      detail: { tool: "identity", plan: { durationSeconds: 900 } },
    });
    expect(after).toMatchObject({ action: "diagnosis.answered", object: { id: target.id } });
    expect(JSON.stringify([answer, before, after])).not.toContain("canary");
  });

  test("decodes a message, even inside the refusal somebody pasted, and keeps it out of the audit", async () => {
    const { actor, target } = await entitledTo(world, "saml");
    const encodedMessage =
      "An error occurred (UnauthorizedOperation): You are not authorized. Encoded authorization failure message: AbC-123_x\n";
    const { decoded } = await diagnosis.decode(actor, { entitlementId: target.id, encodedMessage });
    expect(decoded).toEqual({ allowed: false, message: "AbC-123_x" });
    const wrapped = await diagnosis.decode(actor, {
      entitlementId: target.id,
      encodedMessage: " AbC\n 123 ",
    });
    expect(wrapped.decoded).toMatchObject({ message: "AbC123" });
    expect(await newest(1)).toMatchObject([{ action: "diagnosis.answered", detail: { tool: "decode" } }]);
    expect(JSON.stringify(await newest(4))).not.toContain("AbC");
  });

  test("names the account of a key only where it is one of the person's own", async () => {
    const { actor, target } = await entitledTo(world, "saml");
    const input = { entitlementId: target.id, accessKeyId: "AKIAIOSFODNN7EXAMPLE" };
    expect(await diagnosis.accessKey(actor, input)).toEqual({ accountId: "418273650912" });
    expect(await newest(1)).toMatchObject([
      { action: "diagnosis.answered", detail: { tool: "access_key", asked: "AKIAIOSFODNN7EXAMPLE" } },
    ]);
  });

  test.each([
    [
      "that the role may not ask",
      "AccessDenied",
      "User: arn:aws:sts::1:assumed-role/A/b is not authorized to perform: sts:DecodeAuthorizationMessage on resource: *",
      "diagnosis.not_permitted",
      "its policies must allow sts:DecodeAuthorizationMessage",
    ],
    [
      "that the message is not whole",
      "InvalidAuthorizationMessageException",
      "Message is not valid",
      "diagnosis.message_invalid",
      "to its very end",
    ],
  ])("says %s, what to do, and leaves the whole in the audit", async (_, awsCode, awsMessage, id, hint) => {
    const { actor, target } = await entitledTo(world, "saml");
    deny = new AppError("aws.refused", { aws: { awsCode, awsMessage, hints: [] } });
    const refusal = await refusalOf(
      diagnosis.decode(actor, { entitlementId: target.id, encodedMessage: "x" }),
    ).finally(() => {
      deny = undefined;
    });
    expect(refusal.aws?.hints.join(" ")).toContain(hint);
    expect(await newest(1)).toMatchObject([
      {
        action: "diagnosis.refused",
        outcome: "refused",
        detail: { tool: "decode", awsCode, explanation: { id } },
      },
    ]);
  });

  test("does not take a question that AWS did not answer for a role that lets nobody in", async () => {
    const { actor, target } = await entitledTo(world, "saml");
    const aws = { awsCode: "AccessDenied", awsMessage: "Access denied", hints: [] };
    deny = new AppError("aws.refused", { aws });
    const refusal = await refusalOf(diagnosis.identity(actor, { entitlementId: target.id })).finally(() => {
      deny = undefined;
    });
    expect(refusal.aws?.hints).toEqual([expect.stringContaining("did not answer the question")]);
    expect((await newest(1))[0]?.detail).not.toHaveProperty("explanation");
  });

  test("is refused for somebody else's target, a token, and a session that STS does not hear", async () => {
    const { target } = await entitledTo(world, "saml");
    const stranger = await world.person();
    expect((await refusalOf(diagnosis.identity(stranger, { entitlementId: target.id }))).code).toBe(
      "issuance.not_entitled",
    );
    expect((await refusalOf(diagnosis.identity(world.token(), { entitlementId: target.id }))).code).toBe(
      "access.needs_person",
    );
    const user = await entitledTo(world, "session-token");
    callers.length = 0;
    const input = { entitlementId: user.target.id, encodedMessage: "x" };
    expect((await refusalOf(diagnosis.decode(user.actor, input))).code).toBe("issuance.sts_impossible");
    expect(callers).toEqual([]);
  });

  test.each(["", " ", "x".repeat(10_241)])(
    "refuses a message that is none, before AWS is asked",
    async (text) => {
      const { actor, target } = await entitledTo(world, "saml");
      const input = { entitlementId: target.id, encodedMessage: text };
      expect(await refusalOf(diagnosis.decode(actor, input))).toMatchObject({
        code: "request.invalid",
        fields: [{ field: "encodedMessage" }],
      });
    },
  );

  test("W08 is for people with a question: the twenty-first in a minute waits, and leaves no event", async () => {
    const { actor } = await entitledTo(world, "saml");
    const input = { entitlementId: "none" };
    const settings = { ...world.context.settings, rateLimits: { ...NO_LIMITS, diagnosis: 20 } };
    const limited = diagnosisUseCases({ ...world.context, settings });
    for (let count = 0; count < 20; count += 1) {
      expect((await refusalOf(limited.identity(actor, input))).code).toBe("issuance.not_entitled");
    }
    const [last] = await world.events();
    const refusal = await refusalOf(limited.identity(actor, input));
    expect(refusal).toMatchObject({ code: "request.too_many", status: 429 });
    // A minute's worth is twenty, so the next one is ready within three seconds.
    expect(refusal.retryAfterSeconds).toBeGreaterThanOrEqual(1);
    expect(refusal.retryAfterSeconds).toBeLessThanOrEqual(3);
    expect((await world.events())[0]).toEqual(last);
  });
});
