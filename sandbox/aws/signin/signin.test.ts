import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { consoleOf } from "../testing/browser";
import type { ResponseSpec } from "../testing/build-response";
import {
  ACCOUNT,
  attributes,
  PROVIDER_ARN,
  roleArn,
  startTestAws,
  type TestAws,
  trust,
} from "../testing/running-aws";

let aws: TestAws;
let started: Date;

beforeAll(async () => {
  aws = await startTestAws([
    { name: "Reader", maxSessionDuration: 43_200, trustPolicy: trust() },
    { name: "Closed", maxSessionDuration: 3600, trustPolicy: trust({ Effect: "Deny" }) },
  ]);
  started = aws.clock.now;
});
beforeEach(() => {
  aws.clock.now = started;
});
afterAll(() => aws.close());

const later = (seconds: number) => {
  aws.clock.now = new Date(aws.clock.now.getTime() + seconds * 1000);
};

function post(fields: Record<string, string>, path = "/saml"): Promise<Response> {
  const body = new URLSearchParams(fields);
  return fetch(aws.urls.signin + path, { method: "POST", redirect: "manual", body });
}

const bring = (roleName: string, changes: Partial<ResponseSpec> = {}, fields: Record<string, string> = {}) =>
  post({ SAMLResponse: aws.response(roleName, changes), ...fields });

const both = (first: string, second: string) => ({
  attributes: {
    Role: [`${roleArn(first)},${PROVIDER_ARN}`, `${roleArn(second)},${PROVIDER_ARN}`],
    RoleSessionName: ["ada@meridian.example"],
  },
});

describe("a posted SAML response", () => {
  it("with one role leads straight to the console, which shows everything about the session", async () => {
    const destination = "https://eu-west-1.console.aws.amazon.com/s3/home?region=eu-west-1";
    const answer = await bring(
      "Engineer",
      {
        attributes: attributes({
          SourceIdentity: ["ada"],
          "PrincipalTag:department": ["Logistics"],
          TransitiveTagKeys: ["department"],
        }),
      },
      { RelayState: destination },
    );
    expect(answer.headers.get("set-cookie")).toMatch(/; HttpOnly; SameSite=Lax/);
    const { text } = await consoleOf(aws, answer);
    for (const fact of [
      "Meridian Production",
      ACCOUNT,
      "meridian-prod",
      "Engineer",
      "ada@meridian.example",
      "eu-west-1",
      destination,
      "<strong>department</strong> = Logistics (transitive)",
      "in 1 h 0 min",
      "Sandbox AWS",
    ]) {
      expect(text).toContain(fact);
    }
  });

  it("with several roles offers them, and signs in to the one that is chosen", async () => {
    const changes = both("Engineer", "Reader");
    const SAMLResponse = aws.response("Engineer", changes);
    const RelayState = '"><script>alert(1)</script>';
    const chooser = await post({ SAMLResponse, RelayState });
    const page = await chooser.text();
    expect(page.match(/name="roleIndex" value="[^"]+"/g)).toEqual([
      `name="roleIndex" value="${roleArn("Engineer")}"`,
      `name="roleIndex" value="${roleArn("Reader")}"`,
    ]);
    expect(page).not.toContain("<script>");
    expect(page).toContain("Account: meridian-prod (418273650912)");
    expect(chooser.headers.get("content-security-policy")).toContain(
      `form-action 'self' ${aws.urls.console}`,
    );
    const chosen = await post({ SAMLResponse, roleIndex: roleArn("Reader") });
    expect((await consoleOf(aws, chosen)).text).toContain("assumed-role/Reader/ada@meridian.example");
  });

  it("cannot be used for a role that it does not name", async () => {
    expect((await bring("Engineer", {}, { roleIndex: roleArn("Reader") })).status).toBe(400);
  });

  it("lasts as long as its SessionDuration says, beyond the API's hour", async () => {
    const Role = [`${roleArn("Reader")},${PROVIDER_ARN}`];
    const answer = await bring("Reader", { attributes: attributes({ Role, SessionDuration: ["28800"] }) });
    const { text, cookie } = await consoleOf(aws, answer);
    expect(text).toContain("in 8 h 0 min");
    later(28_800);
    const ended = await fetch(aws.urls.console, { headers: { cookie } });
    expect(ended.status).toBe(401);
    expect(await ended.text()).toContain("Your session has ended");
  });

  it("is taken at the provider's own address, and only from that provider", async () => {
    const wrong = "https://signin.aws.amazon.com/saml/acs/SAMLSPWRONG";
    const toWrong = { confirmations: [{ recipient: wrong, notOnOrAfter: 60 }], destination: wrong };
    expect((await post({ SAMLResponse: aws.response("Engineer", toWrong) })).status).toBe(400);
    expect((await post({ SAMLResponse: aws.response("Engineer") }, "/saml/acs/SAMLSPWRONG")).status).toBe(
      400,
    );
  });

  it.each<[string, Partial<ResponseSpec>]>([
    ["is not XML", { tamper: () => "hello" }],
    ["names no role", { attributes: { RoleSessionName: ["ada"] } }],
    [
      "has a space in a role",
      { attributes: attributes({ Role: [`${roleArn("Engineer")}, ${PROVIDER_ARN}`] }) },
    ],
  ])("that %s gets AWS's one sentence", async (_what, changes) => {
    const answer = await bring("Engineer", changes);
    expect(answer.status).toBe(400);
    const text = (await answer.text()).replace(/<[^>]+>/g, "");
    expect(text).toContain("Your request included an invalid SAML response. To logout, click here.");
  });

  it.each<[string, string, Partial<ResponseSpec>, number, string]>([
    [
      "is not signed",
      "Engineer",
      { sign: "none" },
      400,
      "Response signature invalid (Service: AWSSecurityTokenService; Status Code: 400; Error Code: InvalidIdentityToken;",
    ],
    [
      "is for a role that denies it",
      "Closed",
      {},
      403,
      "Not authorized to perform sts:AssumeRoleWithSAML (Service: AWSSecurityTokenService; Status Code: 403; Error Code: AccessDenied;",
    ],
    [
      "asks for longer than the role allows",
      "Engineer",
      { attributes: attributes({ SessionDuration: ["43200"] }) },
      400,
      "The requested DurationSeconds exceeds the MaxSessionDuration set for this role. (Service:",
    ],
  ])("that %s gets what STS says", async (_what, role, changes, status, message) => {
    const answer = await bring(role, changes);
    expect(answer.status).toBe(status);
    expect(await answer.text()).toContain(message);
    expect(answer.headers.get("set-cookie")).toBeNull();
  });

  it("that is unsigned never gets to see the chooser", async () => {
    const answer = await bring("Engineer", { ...both("Engineer", "Reader"), sign: "none" });
    expect(answer.status).toBe(400);
    expect(await answer.text()).not.toContain("roleIndex");
  });

  it("with a RelayState outside the console ends at the console's home", async () => {
    for (const RelayState of [
      "https://evil.example/",
      "https://console.aws.amazon.com.evil.example/",
      "javascript:alert(1)",
    ]) {
      const { text } = await consoleOf(aws, await bring("Engineer", {}, { RelayState }));
      expect(text).not.toContain("evil");
      expect(text).toContain("Console home");
    }
  });
});

describe("signing out", () => {
  it.each([
    ["the console", "POST", () => `${aws.urls.console}/signout`],
    ["the sign-in endpoint", "GET", () => `${aws.urls.signin}/oauth?Action=logout`],
  ])("at %s ends the session itself, not only the cookie", async (_where, method, url) => {
    const { cookie } = await consoleOf(aws, await bring("Engineer"));
    const answer = await fetch(url(), { method, headers: { cookie } });
    expect(await answer.text()).toContain("You are signed out");
    expect((await fetch(aws.urls.console, { headers: { cookie } })).status).toBe(401);
  });

  it("goes on to this AWS's own addresses only", async () => {
    const logout = (next: string) =>
      fetch(`${aws.urls.signin}/oauth?Action=logout&redirect_uri=${encodeURIComponent(next)}`, {
        redirect: "manual",
      });
    const ours = `${aws.urls.signin}/federation?Action=login&SigninToken=x`;
    expect((await logout(ours)).headers.get("location")).toBe(ours);
    expect((await logout("https://evil.example/")).status).toBe(200);
  });
});
