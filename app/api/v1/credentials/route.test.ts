import { beforeEach, describe, expect, it, vi } from "vitest";
import { ORIGIN, PERSON, SETTINGS, signedInCookie } from "@/app/_http/fixtures/browser-request";
import { runtime } from "@/lib/runtime";
import { Secret } from "@/lib/secret/secret";
import { POST } from "./route";

vi.mock("@/lib/runtime", () => ({ runtime: vi.fn() }));
vi.mock("@/lib/log/log", () => ({ log: { info: vi.fn(), error: vi.fn() } }));

const access = { issueCredentials: vi.fn(), renderCredentials: vi.fn() };
const issued = {
  session: {
    accessKeyId: "ASIAEXAMPLE",
    secretAccessKey: new Secret("the-secret"),
    sessionToken: new Secret("the-token"),
    expiration: new Date("2026-01-02T03:04:05Z"),
    assumedRoleArn: "arn:aws:sts::418273650912:assumed-role/Admin/ada",
    assumedRoleId: "AROA:ada",
    accountId: "418273650912",
    partition: "aws",
    region: "eu-west-1",
  },
  plan: { durationSeconds: 900 },
  durationDecidedBy: "wish",
};
let cookie = "";
beforeEach(async () => {
  vi.resetAllMocks();
  cookie = await signedInCookie();
  access.issueCredentials.mockResolvedValue(issued);
  access.renderCredentials.mockReturnValue({
    text: "[default]\n",
    contentType: "text/plain; charset=utf-8",
    fileName: "credentials",
  });
  const sessions = { actorOfSession: async () => PERSON };
  vi.mocked(runtime).mockResolvedValue({ settings: SETTINGS, access, sessions } as never);
});
const context = { params: Promise.resolve({}) };
const ask = (body: unknown, query = "", headers: Record<string, string> = {}) =>
  POST(
    new Request(`${ORIGIN}/api/v1/credentials${query}`, {
      method: "POST",
      body: JSON.stringify(body),
      headers: { "content-type": "application/json", "sec-fetch-site": "same-origin", cookie, ...headers },
    }),
    context,
  );

describe("POST /api/v1/credentials", () => {
  it("gives the documented members and what the other formats need, and is kept nowhere", async () => {
    const response = await ask({
      entitlementId: "t1",
      durationSeconds: 900,
      region: "eu-west-1",
      reason: "INC-1",
    });
    expect(response.status).toBe(200);
    expect(response.headers.get("cache-control")).toBe("no-store");
    expect(await response.json()).toEqual({
      accessKeyId: "ASIAEXAMPLE",
      secretAccessKey: "the-secret",
      sessionToken: "the-token",
      expiration: "2026-01-02T03:04:05.000Z",
      assumedRoleArn: "arn:aws:sts::418273650912:assumed-role/Admin/ada",
      assumedRoleId: "AROA:ada",
      accountId: "418273650912",
      partition: "aws",
      region: "eu-west-1",
      durationSeconds: 900,
      durationDecidedBy: "wish",
    });
    expect(access.issueCredentials).toHaveBeenCalledWith(PERSON, {
      entitlementId: "t1",
      durationSeconds: 900,
      region: "eu-west-1",
      reason: "INC-1",
    });
  });

  it("hands a code on as a secret, without the space people type in the middle", async () => {
    await ask({ entitlementId: "t1", mfaCode: "123 456" });
    const [, input] = access.issueCredentials.mock.calls[0] ?? [];
    expect(input.mfaCode.reveal()).toBe("123456");
    expect(JSON.stringify(input)).not.toContain("123");
  });

  it("gives text as a file when a format is asked for", async () => {
    const response = await ask({ entitlementId: "t1" }, "?format=credentials-file");
    expect(await response.text()).toBe("[default]\n");
    expect(response.headers.get("content-type")).toBe("text/plain; charset=utf-8");
    expect(response.headers.get("content-disposition")).toBe('attachment; filename="credentials"');
    expect(response.headers.get("cache-control")).toBe("no-store");
    expect(access.renderCredentials).toHaveBeenCalledWith(issued, "credentials-file");
  });

  it.each<[string, unknown, string, string]>([
    ["an unknown format", { entitlementId: "t1" }, "?format=xml", "format"],
    ["an unknown field", { entitlementId: "t1", roleArn: "arn:aws:iam::1:role/x" }, "", "roleArn"],
    ["an MFA code as a number", { entitlementId: "t1", mfaCode: 123456 }, "", "mfaCode"],
    ["an endless MFA code", { entitlementId: "t1", mfaCode: "1".repeat(21) }, "", "mfaCode"],
    ["a duration STS never allows", { entitlementId: "t1", durationSeconds: 899 }, "", "durationSeconds"],
    ["half a second", { entitlementId: "t1", durationSeconds: 900.5 }, "", "durationSeconds"],
    ["an operator instead of an id", { entitlementId: { not: "" } }, "", "entitlementId"],
    ["nothing", {}, "", "entitlementId"],
  ])("refuses %s by name and issues nothing", async (_, body, query, field) => {
    const response = await ask(body, query);
    expect(response.status).toBe(400);
    const problem = await response.json();
    expect(problem.code).toBe("request.invalid");
    expect(problem.fields.map((fault: { field: string }) => fault.field)).toEqual([field]);
    expect(access.issueCredentials).not.toHaveBeenCalled();
  });

  it("issues nothing for another site", async () => {
    const response = await ask({ entitlementId: "t1" }, "", { "sec-fetch-site": "cross-site" });
    expect(response.status).toBe(403);
    expect((await response.json()).code).toBe("request.cross_site");
    expect(access.issueCredentials).not.toHaveBeenCalled();
  });
});
