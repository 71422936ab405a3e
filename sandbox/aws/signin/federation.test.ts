import { AssumeRoleWithSAMLCommand, STSClient } from "@aws-sdk/client-sts";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { consoleOf } from "../testing/browser";
import { ACCOUNT, PROVIDER_ARN, roleArn, startTestAws, type TestAws, trust } from "../testing/running-aws";

let aws: TestAws;
let started: Date;

beforeAll(async () => {
  aws = await startTestAws([{ name: "Reader", maxSessionDuration: 43_200, trustPolicy: trust() }]);
  started = aws.clock.now;
});
beforeEach(() => {
  aws.clock.now = started;
});
afterAll(() => aws.close());

const later = (seconds: number) => {
  aws.clock.now = new Date(aws.clock.now.getTime() + seconds * 1000);
};

interface Keys {
  readonly sessionId: string;
  readonly sessionKey: string;
  readonly sessionToken: string;
}

async function keysFor(role: string): Promise<Keys> {
  const client = new STSClient({ endpoint: aws.urls.sts, region: "eu-west-1" });
  const { Credentials } = await client.send(
    new AssumeRoleWithSAMLCommand({
      RoleArn: roleArn(role),
      PrincipalArn: PROVIDER_ARN,
      SAMLAssertion: aws.response(role),
    }),
  );
  return {
    sessionId: Credentials?.AccessKeyId ?? "",
    sessionKey: Credentials?.SecretAccessKey ?? "",
    sessionToken: Credentials?.SessionToken ?? "",
  };
}

function federation(params: Record<string, string>, method = "GET"): Promise<Response> {
  const query = new URLSearchParams(params);
  if (method === "GET") return fetch(`${aws.urls.signin}/federation?${query}`, { redirect: "manual" });
  return fetch(`${aws.urls.signin}/federation`, { method, body: query, redirect: "manual" });
}

const getToken = (keys: Partial<Keys>, more: Record<string, string> = {}, method = "GET") =>
  federation({ Action: "getSigninToken", Session: JSON.stringify(keys), ...more }, method);

const tokenOf = async (answer: Response): Promise<string> => (await answer.json()).SigninToken;

describe("the federation endpoint", () => {
  it.each(["GET", "POST"])("turns credentials into a console session by %s", async (method) => {
    const SigninToken = await tokenOf(await getToken(await keysFor("Reader"), {}, method));
    const Destination = "https://eu-west-1.console.aws.amazon.com/ec2/home";
    const answer = await federation({
      Action: "login",
      Issuer: "https://rolebridge.example/",
      Destination,
      SigninToken,
    });
    const { text } = await consoleOf(aws, answer);
    expect(text).toContain(Destination);
    expect(text).toContain("in 1 h 0 min");
  });

  it("gives the console longer than the credentials when asked, below the role's maximum", async () => {
    const SigninToken = await tokenOf(await getToken(await keysFor("Reader"), { SessionDuration: "36000" }));
    expect(
      (await consoleOf(aws, await federation({ Action: "login", Issuer: "", SigninToken }))).text,
    ).toContain("in 10 h 0 min");
  });

  it.each([
    ["SessionDuration equal to the role's maximum", { SessionDuration: "43200" }],
    ["SessionDuration below 900", { SessionDuration: "899" }],
    ["SessionDuration that is no number", { SessionDuration: "long" }],
  ])("answers 400 to %s", async (_what, more) => {
    const answer = await getToken(await keysFor("Reader"), more);
    expect(answer.status).toBe(400);
    const body = await answer.text();
    expect(body).toContain("Invalid credentials parameter");
    expect(body).toContain("The request sent by the client was syntactically incorrect.");
  });

  it("answers 400 to keys that do not belong together, to long-term keys and to nonsense", async () => {
    const keys = await keysFor("Reader");
    const admin = aws.adminKeys[ACCOUNT];
    for (const wrong of [
      { ...keys, sessionKey: `${keys.sessionKey}x` },
      { ...keys, sessionId: "ASIAAAAAAAAAAAAAAAAA" },
      // A token may begin with any character, so the other one is chosen.
      {
        ...keys,
        sessionToken: `${keys.sessionToken.startsWith("A") ? "B" : "A"}${keys.sessionToken.slice(1)}`,
      },
      { sessionId: admin?.accessKeyId ?? "", sessionKey: admin?.secretAccessKey ?? "" },
      {},
    ]) {
      expect((await getToken(wrong)).status).toBe(400);
    }
    expect((await federation({ Action: "getSigninToken", Session: "{" })).status).toBe(400);
    expect((await federation({ Action: "dance" })).status).toBe(400);
  });

  it("answers 400 to credentials that have expired", async () => {
    const keys = await keysFor("Reader");
    later(3600);
    expect((await getToken(keys)).status).toBe(400);
  });

  it("lets a sign-in token live 15 minutes, and takes nothing else for one", async () => {
    const keys = await keysFor("Reader");
    const SigninToken = await tokenOf(await getToken(keys));
    later(899);
    expect((await federation({ Action: "login", Issuer: "", SigninToken })).status).toBe(302);
    later(1);
    expect((await federation({ Action: "login", Issuer: "", SigninToken })).status).toBe(400);
    expect((await federation({ Action: "login", Issuer: "", SigninToken: keys.sessionToken })).status).toBe(
      400,
    );
  });

  it.each([
    "https://evil.example/",
    "http://console.aws.amazon.com/",
    "https://console.aws.amazon.com@evil.example/",
  ])("refuses the Destination %s", async (Destination) => {
    const SigninToken = await tokenOf(await getToken(await keysFor("Reader")));
    expect((await federation({ Action: "login", Issuer: "", Destination, SigninToken })).status).toBe(400);
  });
});
