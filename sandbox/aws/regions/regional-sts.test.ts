import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { ACCOUNT, faultOf, startTestAws, type TestAws } from "../testing/running-aws";
import { signedRequest } from "../testing/signed-request";
import type { LastingDisruption } from "./disruptions";

let aws: TestAws;

beforeAll(async () => {
  aws = await startTestAws();
});
beforeEach(() => aws.disruptions.clear());
afterAll(() => aws.close());

function client(region: string, path = `/${region}`): STSClient {
  const credentials = aws.adminKeys[ACCOUNT];
  if (credentials === undefined) throw new Error("the account has no administrator");
  return new STSClient({ endpoint: `${aws.urls.sts}${path}`, region, credentials, maxAttempts: 1 });
}
const ask = (region: string, path?: string) => client(region, path).send(new GetCallerIdentityCommand({}));
const control = (method: string, path: string, body?: object | string) =>
  fetch(`${aws.urls.sts}/_sandbox/regions${path}`, {
    method,
    ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });

describe("a Region's endpoint", () => {
  it("answers the stock SDK", async () => {
    await expect(ask("eu-west-1")).resolves.toMatchObject({ Account: ACCOUNT });
    expect(aws.disruptions.counts()).toEqual({ "eu-west-1": 1 });
  });
  it("refuses a signature for another Region", async () => {
    await expect(ask("eu-central-1", "/eu-west-1")).rejects.toMatchObject({
      name: "SignatureDoesNotMatch",
      message: "Credential should be scoped to a valid region. ",
    });
  });
  it("is not there for a Region that AWS has not", async () => {
    expect(
      (await fetch(`${aws.urls.sts}/eu-west-9?Action=GetCallerIdentity&Version=2011-06-15`)).status,
    ).toBe(404);
  });
  it("refuses a role whose account has the Region switched off", async () => {
    const body = new URLSearchParams({
      Action: "AssumeRoleWithSAML",
      Version: "2011-06-15",
      RoleArn: `arn:aws:iam::${ACCOUNT}:role/Engineer`,
      PrincipalArn: `arn:aws:iam::${ACCOUNT}:saml-provider/Rolebridge`,
      SAMLAssertion: aws.response("Engineer"),
    });
    const at = (region: string) => fetch(`${aws.urls.sts}/${region}`, { method: "POST", body });
    expect((await at("eu-west-3")).status).toBe(200);
    expect(await faultOf(await at("eu-south-2"))).toMatchObject({ code: "RegionDisabledException" });
  });
});

describe("a disruption", () => {
  const during = (disruption: LastingDisruption) => {
    aws.disruptions.set("eu-west-1", disruption);
    return ask("eu-west-1");
  };
  it("tears the connection down", async () => {
    await expect(during({ kind: "refuse" })).rejects.toMatchObject({ code: "ECONNRESET" });
  });
  it.each([
    [500, "InternalFailure"],
    [503, "ServiceUnavailable"],
  ] as const)("answers %s", async (status, name) => {
    await expect(during({ kind: "unavailable", status })).rejects.toMatchObject({
      name,
      $metadata: { httpStatusCode: status },
    });
  });
  it("throttles", async () => {
    await expect(during({ kind: "throttle" })).rejects.toMatchObject({
      name: "Throttling",
      message: "Rate exceeded",
    });
  });
  it("makes slow, and nothing else", async () => {
    const started = performance.now();
    await expect(during({ kind: "slow", milliseconds: 150 })).resolves.toMatchObject({ Account: ACCOUNT });
    expect(performance.now() - started).toBeGreaterThan(145);
  });
  it("ends after the calls that it was asked for", async () => {
    await expect(during({ kind: "throttle", calls: 2 })).rejects.toThrow();
    await expect(ask("eu-west-1")).rejects.toThrow();
    await expect(ask("eu-west-1")).resolves.toBeDefined();
  });
  it("leaves other Regions alone", async () => {
    aws.disruptions.set("eu-west-1", { kind: "refuse" });
    await expect(ask("eu-central-1")).resolves.toBeDefined();
  });
  it("finds a call to the endpoint of all Regions by its signature", async () => {
    aws.disruptions.set("eu-west-1", { kind: "throttle" });
    await expect(ask("eu-west-1", "")).rejects.toMatchObject({ name: "Throttling" });
    await expect(ask("eu-central-1", "")).resolves.toBeDefined();
  });
  it("finds an unsigned call there as of no Region", async () => {
    aws.disruptions.set("global", { kind: "throttle" });
    expect(await faultOf(await aws.assume())).toMatchObject({ status: 400, code: "Throttling" });
  });
});

describe("the control", () => {
  it("starts a disruption, counts calls and ends it all", async () => {
    expect((await control("PUT", "/eu-west-1", { kind: "throttle", calls: 1 })).status).toBe(204);
    await expect(ask("eu-west-1")).rejects.toMatchObject({ name: "Throttling" });
    await expect(ask("eu-west-1")).resolves.toBeDefined();
    expect(await (await control("GET", "")).json()).toEqual({ calls: { "eu-west-1": 2 } });
    await control("PUT", "/eu-west-1", { kind: "refuse" });
    expect((await control("DELETE", "")).status).toBe(204);
    await expect(ask("eu-west-1")).resolves.toBeDefined();
  });
  it.each([
    ["a Region that is none", "/eu-west-9", { kind: "throttle" }, 404],
    ["a kind that is none", "/eu-west-1", { kind: "haunt" }, 400],
    ["slowness of no length", "/eu-west-1", { kind: "slow" }, 400],
    ["a status that is none of its", "/eu-west-1", { kind: "unavailable", status: 200 }, 400],
    ["a number of calls that is none", "/eu-west-1", { kind: "throttle", calls: 0 }, 400],
    ["what is no JSON", "/eu-west-1", "{", 400],
  ])("refuses %s", async (_what, path, body, status) => {
    expect((await control("PUT", path, body)).status).toBe(status);
    await expect(ask("eu-west-1")).resolves.toBeDefined();
  });
});

it("knows a partition's keys in that partition's Regions only", async () => {
  const credentials = aws.adminKeys[ACCOUNT];
  if (credentials === undefined) throw new Error("the account has no administrator");
  const answer = await signedRequest(aws.urls.sts, {
    credentials,
    now: aws.clock.now,
    region: "us-gov-west-1",
  });
  expect(await faultOf(answer)).toMatchObject({ status: 403, code: "InvalidClientTokenId" });
});
