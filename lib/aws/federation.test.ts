import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { AppError } from "../errors/app-error";
import { Secret } from "../secret/secret";
import { createFederation } from "./federation";
import type { AwsSession } from "./session";

const SESSION: AwsSession = {
  accessKeyId: "ASIAEXAMPLEEXAMPLE12",
  secretAccessKey: new Secret("canary-secret"),
  sessionToken: new Secret("canary-token"),
  expiration: new Date("2026-11-03T11:00:00Z"),
  assumedRoleArn: "arn:aws:sts::418273650912:assumed-role/Administrator/ada",
  assumedRoleId: "AROAEXAMPLEEXAMPLE123:ada",
  accountId: "418273650912",
  partition: "aws",
  region: "eu-west-1",
};
const NOW = new Date("2026-11-03T10:00:00Z");

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

type Answer = { readonly status: number; readonly body: string; readonly location?: string } | "hang";
async function signIn(
  answer: (form: URLSearchParams) => Answer,
): Promise<{ url: string; calls: { path: string | undefined; form: URLSearchParams }[] }> {
  const calls: { path: string | undefined; form: URLSearchParams }[] = [];
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += String(chunk);
    const form = new URLSearchParams(body);
    calls.push({ path: request.url, form });
    const given = answer(form);
    if (given === "hang") return;
    response.writeHead(given.status, given.location === undefined ? {} : { location: given.location });
    response.end(given.body);
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, calls };
}

const link = (
  signInUrl: string,
  sessionDurationSeconds?: number,
): ReturnType<ReturnType<typeof createFederation>["consoleLink"]> =>
  createFederation({ overrides: { signInUrl }, clock: { now: () => NOW }, timeoutMs: 300 }).consoleLink({
    session: SESSION,
    destination: "https://console.aws.amazon.com/s3?a=b&c=d",
    issuer: "https://rolebridge.example.com",
    ...(sessionDurationSeconds === undefined ? {} : { sessionDurationSeconds }),
  });
const token = (value: string): Answer => ({ status: 200, body: JSON.stringify({ SigninToken: value }) });

describe("the federation link", () => {
  test("is made from a token got by POST, with nothing secret in the address", async () => {
    const { url, calls } = await signIn(() => token("t+k/n&="));
    const { url: made, expiresAt } = await link(url, 7200);
    expect(calls).toHaveLength(1);
    expect(calls[0]?.path).toBe("/federation");
    expect(Object.fromEntries(calls[0]?.form ?? [])).toEqual({
      Action: "getSigninToken",
      SessionDuration: "7200",
      Session:
        '{"sessionId":"ASIAEXAMPLEEXAMPLE12","sessionKey":"canary-secret","sessionToken":"canary-token"}',
    });
    const parsed = new URL(made.reveal());
    expect(Object.fromEntries(parsed.searchParams)).toEqual({
      Action: "login",
      Issuer: "https://rolebridge.example.com",
      Destination: "https://console.aws.amazon.com/s3?a=b&c=d",
      SigninToken: "t+k/n&=",
    });
    expect(made.reveal()).not.toContain("canary");
    expect(expiresAt).toEqual(new Date("2026-11-03T10:15:00Z"));
  });

  test("is tried again without SessionDuration when AWS refuses it", async () => {
    const { url, calls } = await signIn((form) =>
      form.has("SessionDuration") ? { status: 400, body: "Invalid credentials parameter" } : token("t"),
    );
    expect((await link(url, 43_200)).url.reveal()).toContain("SigninToken=t");
    expect(calls.map(({ form }) => form.get("SessionDuration"))).toEqual(["43200", null]);
  });

  test.each([
    ["a refusal", { status: 400, body: "<html>canary-token</html>" }, "aws.refused"],
    ["an answer without a token", { status: 200, body: "{}" }, "aws.refused"],
    ["an answer that is no JSON", { status: 200, body: "<html>" }, "aws.refused"],
    ["a redirect", { status: 302, body: "", location: "http://127.0.0.1:1/" }, "aws.refused"],
    ["a server error", { status: 503, body: "" }, "aws.unreachable"],
    ["an endless answer", { status: 200, body: "x".repeat(100_000) }, "aws.unreachable"],
    ["silence", "hang", "aws.unreachable"],
  ] as const)("%s is an error that tells no secret", async (_, answer, code) => {
    const { url } = await signIn(() => answer);
    const error: unknown = await link(url).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(AppError);
    expect(error).toMatchObject({ code });
    expect(JSON.stringify([error, (error as AppError).aws, String((error as AppError).cause)])).not.toContain(
      "canary",
    );
  });

  test("says that AWS is unreachable when nobody listens", async () => {
    await expect(link("http://127.0.0.1:1")).rejects.toMatchObject({ code: "aws.unreachable" });
  });
});
