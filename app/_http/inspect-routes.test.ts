import { beforeEach, describe, expect, it, vi } from "vitest";
import { ORIGIN, PERSON, SETTINGS, signedInCookie } from "@/app/_http/fixtures/browser-request";
import { POST as checkTarget } from "@/app/api/v1/admin/targets/[id]/check/route";
import { GET as planFor } from "@/app/api/v1/admin/targets/[id]/plan/route";
import { GET as setUpTarget } from "@/app/api/v1/admin/targets/[id]/setup/route";
import { POST as previewTarget } from "@/app/api/v1/admin/targets/preview/route";
import { POST as identity } from "@/app/api/v1/diagnosis/identity/route";
import { runtime } from "@/lib/runtime";

vi.mock("@/lib/runtime", () => ({ runtime: vi.fn() }));
vi.mock("@/lib/log/log", () => ({ log: { info: vi.fn(), error: vi.fn() } }));

const inspect = { setUpTarget: vi.fn(), planFor: vi.fn(), checkTarget: vi.fn(), previewTarget: vi.fn() };
const diagnosis = { identity: vi.fn() };
let cookie = "";
beforeEach(async () => {
  vi.resetAllMocks();
  cookie = await signedInCookie();
  const sessions = { actorOfSession: async () => PERSON };
  vi.mocked(runtime).mockResolvedValue({ settings: SETTINGS, inspect, diagnosis, sessions } as never);
});
const context = { params: Promise.resolve({ id: "t1" }) };
const get = (path: string) =>
  new Request(`${ORIGIN}${path}`, { headers: { "sec-fetch-site": "same-origin", cookie } });
const post = (path: string, body: unknown) =>
  new Request(`${ORIGIN}${path}`, {
    method: "POST",
    body: JSON.stringify(body),
    headers: { "content-type": "application/json", "sec-fetch-site": "same-origin", cookie },
  });

describe("set-up texts", () => {
  const texts = [
    { accountId: "1", notes: ["n"], terraform: "tf-1", cloudFormation: "cf", awsCli: "cli", json: "{}" },
    { accountId: "2", notes: [], terraform: "tf-2", cloudFormation: "cf", awsCli: "cli", json: "{}" },
  ];

  it.each([
    ["?format=terraform", "tf-1", "text/plain; charset=utf-8"],
    ["?format=terraform&account=2", "tf-2", "text/plain; charset=utf-8"],
    ["?format=json", "{}", "application/json"],
  ])("are one text to save with %s", async (query, text, type) => {
    inspect.setUpTarget.mockResolvedValue(texts);
    const response = await setUpTarget(get(`/setup${query}`), context);
    expect([await response.text(), response.headers.get("content-type")]).toEqual([text, type]);
    expect(response.headers.get("cache-control")).toBe("no-store");
  });

  it("are all of them as JSON, and hand the conditions on", async () => {
    inspect.setUpTarget.mockResolvedValue(texts);
    const query = "?sourceIps=203.0.113.0/24,%20198.51.100.0/24&providersExist=true&mfaMaxAgeSeconds=900";
    const { items } = await (await setUpTarget(get(`/setup${query}`), context)).json();
    expect(items[0]).toEqual({
      accountId: "1",
      notes: ["n"],
      terraform: "tf-1",
      cloudformation: "cf",
      cli: "cli",
      json: "{}",
    });
    expect(inspect.setUpTarget).toHaveBeenCalledWith(PERSON, "t1", {
      sourceIps: ["203.0.113.0/24", "198.51.100.0/24"],
      providersExist: true,
      mfaMaxAgeSeconds: 900,
    });
  });

  it("are not there in a format or for an account that has none", async () => {
    inspect.setUpTarget.mockResolvedValue(texts);
    expect((await setUpTarget(get("/setup?format=stackset"), context)).status).toBe(404);
    expect((await setUpTarget(get("/setup?format=terraform&account=3"), context)).status).toBe(404);
    expect((await setUpTarget(get("/setup?format=pulumi"), context)).status).toBe(400);
  });
});

describe("what goes to the use-cases", () => {
  it("is the wish of a plan as numbers, and whom it is for", async () => {
    const plan = { durationSeconds: 900, durationDecidedBy: "wish" };
    const person = { username: "ada", connection: "acme" };
    inspect.planFor.mockResolvedValue({
      plan,
      sent: {},
      limits: [],
      limitations: [],
      requiresReason: false,
      person,
      entitled: true,
    });
    const response = await planFor(get("/plan?person=p1&durationSeconds=900&use=console"), context);
    expect(await response.json()).toMatchObject({
      durationSeconds: 900,
      needsMfa: false,
      entitled: true,
      person,
    });
    const wish = { personId: "p1", durationSeconds: 900, use: "console" };
    expect(inspect.planFor).toHaveBeenCalledWith(PERSON, "t1", wish);
  });

  it("is a code as a secret", async () => {
    inspect.checkTarget.mockResolvedValue({ steps: [{ id: "trust", state: "passed", title: "t" }] });
    diagnosis.identity.mockResolvedValue({
      arn: "a",
      userId: "u",
      accountId: "1",
      secretAccessKey: "canary",
    });
    const check = await checkTarget(post("/check", { mfaCode: "123456" }), context);
    expect(await check.json()).toEqual({ steps: [{ id: "trust", state: "passed", title: "t" }] });
    const who = await identity(post("/identity", { entitlementId: "t1", mfaCode: "123456" }), context);
    expect(await who.json()).toEqual({ arn: "a", userId: "u", accountId: "1" });
    for (const call of [inspect.checkTarget.mock.calls[0], diagnosis.identity.mock.calls[0]]) {
      expect(JSON.stringify(call?.at(-1))).not.toContain("123456");
      expect(call?.at(-1).mfaCode.reveal()).toBe("123456");
    }
  });
});

describe("the preview of an unsaved target", () => {
  it("hands the body on as it is, and answers the plan and the trust policy", async () => {
    const person = { username: "ada", connection: "okta", email: "not to be shown" };
    inspect.previewTarget.mockResolvedValue({
      plan: { durationSeconds: 900, durationDecidedBy: "target" },
      sent: { action: "AssumeRoleWithSAML" },
      limits: [],
      limitations: [],
      requiresReason: false,
      person,
      trustPolicy: { Version: "2012-10-17" },
    });
    const body = { target: { name: "Builder", odd: 1 }, targetId: "t1", person: "p2" };
    const answer = await previewTarget(post("/preview", body), context);
    expect(await answer.json()).toMatchObject({
      durationSeconds: 900,
      person: { username: "ada", connection: "okta" },
      trustPolicy: { Version: "2012-10-17" },
    });
    const { target, targetId } = body;
    expect(inspect.previewTarget).toHaveBeenCalledWith(PERSON, { target, targetId, personId: "p2" });
  });

  it("refuses what is beside the target", async () => {
    expect((await previewTarget(post("/preview", { target: {}, more: 1 }), context)).status).toBe(400);
    expect(inspect.previewTarget).not.toHaveBeenCalled();
  });
});
