import { GetFederationTokenCommand, GetSessionTokenCommand } from "@aws-sdk/client-sts";
import { afterAll, beforeAll, expect, it } from "vitest";
import { consoleOf } from "../testing/browser";
import { allow, credentialsOf, HOME, keyOf, type StsWorld, startStsWorld } from "../testing/sts-world";

let aws: StsWorld;

beforeAll(async () => {
  aws = await startStsWorld({
    users: [
      { name: "bridge", accessKeys: [keyOf("bridge")], permissions: { inline: { all: allow("sts:*") } } },
    ],
  });
});
afterAll(() => aws.close());

const sts = () => aws.client(keyOf("bridge"));

/** The sign-in endpoint's answer to a browser that comes with these credentials. */
async function signIn(
  { accessKeyId, secretAccessKey, sessionToken }: ReturnType<typeof credentialsOf>,
  more: Record<string, string> = {},
): Promise<Response> {
  const Session = JSON.stringify({ sessionId: accessKeyId, sessionKey: secretAccessKey, sessionToken });
  const token = await fetch(`${aws.urls.signin}/federation`, {
    method: "POST",
    body: new URLSearchParams({ Action: "getSigninToken", Session, ...more }),
  });
  if (!token.ok) return token;
  const { SigninToken } = (await token.json()) as { SigninToken: string };
  const query = new URLSearchParams({ Action: "login", Issuer: "", Destination: "", SigninToken });
  return fetch(`${aws.urls.signin}/federation?${query}`, { redirect: "manual" });
}

it("signs a federated user in, with the tags of the session", async () => {
  const command = new GetFederationTokenCommand({
    Name: "ada",
    Tags: [{ Key: "Department", Value: "Logistics" }],
  });
  const session = credentialsOf(await sts().send(command));
  const { text } = await consoleOf(aws, await signIn(session));
  expect(text).toContain(`arn:aws:sts::${HOME}:federated-user/ada`);
  expect(text).toMatch(/<strong>Department<\/strong> = Logistics/);
  expect((await signIn(session, { SessionDuration: "3600" })).status).toBe(400);
});

it("turns credentials of GetSessionToken away in AWS's words", async () => {
  const answer = await signIn(credentialsOf(await sts().send(new GetSessionTokenCommand({}))));
  expect(answer.status).toBe(400);
  expect(await answer.text()).toContain(
    "Only federation tokens or assume role tokens may be used for federated login.",
  );
});
