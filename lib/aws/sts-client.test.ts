import { afterEach, describe, expect, test, vi } from "vitest";
import { AppError } from "../errors/app-error";
import { Secret } from "../secret/secret";
import {
  ROLE_USER,
  type StsReply,
  type StsServer,
  stsError,
  stsServer,
  stsSession,
} from "./fixtures/sts-server";
import { createStsClient, type StsClientOptions } from "./sts-client";
import type { AssumeRoleWithSamlRequest, StsPlace } from "./sts-port";

const ASSERTION = Buffer.from("<samlp:Response>a canary</samlp:Response>").toString("base64");
const PLACE: StsPlace = {
  partition: "aws",
  regions: ["eu-west-1"],
  useFips: false,
  useDualStack: false,
};
const REQUEST: AssumeRoleWithSamlRequest = {
  roleArn: "arn:aws:iam::418273650912:role/ops/Administrator",
  principalArn: "arn:aws:iam::418273650912:saml-provider/Rolebridge",
  samlAssertion: new Secret(ASSERTION),
  durationSeconds: 3600,
  policyArns: [],
  place: PLACE,
};

const SUCCESS = stsSession("AssumeRoleWithSAML", ROLE_USER);

const servers: StsServer[] = [];
const clients: { close(): void }[] = [];
afterEach(() => {
  vi.unstubAllEnvs();
  for (const client of clients.splice(0)) client.close();
  for (const server of servers.splice(0)) server.close();
});

async function listen(reply: (nth: number) => StsReply): Promise<StsServer> {
  const server = await stsServer(reply);
  servers.push(server);
  return server;
}

function client(options: StsClientOptions): ReturnType<typeof createStsClient> {
  const made = createStsClient(options);
  clients.push(made);
  return made;
}

const refused = async (promise: Promise<unknown>): Promise<AppError> => {
  try {
    await promise;
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error("was not refused");
};

describe("the STS client", () => {
  test("sends what was asked, unsigned, and gives the session", async () => {
    const { url, calls } = await listen(() => SUCCESS);
    const { value: session } = await client({ endpointUrl: url }).assumeRoleWithSaml(REQUEST);
    expect(session).toMatchObject({
      accessKeyId: "ASIAEXAMPLEEXAMPLE12",
      expiration: new Date("2026-11-03T11:00:00Z"),
      assumedRoleArn: "arn:aws:sts::418273650912:assumed-role/Administrator/ada",
      assumedRoleId: "AROAEXAMPLEEXAMPLE123:ada",
      accountId: "418273650912",
      region: "eu-west-1",
    });
    expect(session.sessionToken.reveal()).toBe("FwoGZXIvYXdzEXAMPLE==");
    const [call] = calls;
    expect(call?.headers.authorization).toBeUndefined();
    expect(call?.form).toEqual({
      Action: "AssumeRoleWithSAML",
      Version: "2011-06-15",
      RoleArn: REQUEST.roleArn,
      PrincipalArn: REQUEST.principalArn,
      SAMLAssertion: ASSERTION,
      DurationSeconds: "3600",
    });
  });

  test("A14 neither needs nor looks for AWS credentials, at the metadata service or anywhere", async () => {
    const metadata = await listen(() => ({ status: 200, body: "{}" }));
    vi.stubEnv("AWS_EC2_METADATA_SERVICE_ENDPOINT", metadata.url);
    vi.stubEnv("AWS_CONTAINER_CREDENTIALS_FULL_URI", `${metadata.url}/credentials`);
    vi.stubEnv("AWS_PROFILE", "does-not-exist");
    vi.stubEnv("AWS_ACCESS_KEY_ID", "AKIAEXAMPLEEXAMPLE12");
    vi.stubEnv("AWS_SECRET_ACCESS_KEY", "canary");
    vi.stubEnv("AWS_DEFAULTS_MODE", "auto");
    vi.stubEnv("AWS_ENDPOINT_URL", metadata.url);
    const { url, calls } = await listen(() => SUCCESS);
    await client({ endpointUrl: url }).assumeRoleWithSaml(REQUEST);
    expect(metadata.calls).toEqual([]);
    expect(calls).toHaveLength(1);
    expect(JSON.stringify(calls[0]?.headers)).not.toMatch(/AKIA|canary|authorization/i);
  });

  test("keeps its connection between calls", async () => {
    const { url, connections } = await listen(() => SUCCESS);
    const sts = client({ endpointUrl: url });
    for (let call = 0; call < 3; call++) await sts.assumeRoleWithSaml(REQUEST);
    expect(connections()).toBe(1);
  });

  test("translates a refusal, in AWS's own words", async () => {
    const { url, calls } = await listen(() =>
      stsError(403, "AccessDenied", "Not authorized to perform sts:AssumeRoleWithSAML"),
    );
    const error = await refused(client({ endpointUrl: url }).assumeRoleWithSaml(REQUEST));
    expect(error.code).toBe("aws.refused");
    expect(error.aws).toMatchObject({
      awsCode: "AccessDenied",
      awsMessage: "Not authorized to perform sts:AssumeRoleWithSAML",
    });
    expect(calls).toHaveLength(1);
  });

  test("gives wire codes, not the SDK's class names", async () => {
    const { url } = await listen(() => stsError(400, "InvalidIdentityToken", "Response signature invalid"));
    const error = await refused(client({ endpointUrl: url }).assumeRoleWithSaml(REQUEST));
    expect(error.aws?.awsCode).toBe("InvalidIdentityToken");
  });

  test("I05 A09 never passes on the assertion, whatever AWS echoes", async () => {
    const { url } = await listen(() =>
      stsError(
        400,
        "ValidationError",
        `1 validation error detected: Value '${ASSERTION}' at 'sAMLAssertion' failed`,
      ),
    );
    const error = await refused(client({ endpointUrl: url }).assumeRoleWithSaml(REQUEST));
    expect(error.aws?.awsMessage).toContain("[redacted]");
    expect(JSON.stringify([error, error.aws, error.cause, error.stack])).not.toContain(ASSERTION);
  });

  test("tries again when STS has a bad moment", async () => {
    const { url, calls } = await listen((call) =>
      call < 3 ? stsError(503, "ServiceUnavailable", "x") : SUCCESS,
    );
    await client({ endpointUrl: url }).assumeRoleWithSaml(REQUEST);
    expect(calls).toHaveLength(3);
  });

  test.each([
    ["answers 500 to everything", { status: 500, body: "oops" }],
    ["answers with something that is not STS", { status: 200, body: "<html>proxy</html>" }],
    ["never answers", "hang"],
    ["closes the connection", "reset"],
  ] as const)("says that AWS is unreachable, in time, when it %s", async (_, answer) => {
    const { url } = await listen(() => answer);
    const timeouts = { connect: 200, request: 300, total: 1_500, patience: 2_500, leftAlone: 30_000 };
    const started = Date.now();
    const error = await refused(client({ endpointUrl: url, timeouts }).assumeRoleWithSaml(REQUEST));
    expect(error.code).toBe("aws.unreachable");
    expect(JSON.stringify([error, error.cause])).not.toContain(ASSERTION);
    expect(Date.now() - started).toBeLessThan(2_500);
  });

  test("A15 refuses a region that is not the partition's before anything is sent", async () => {
    const { url, calls } = await listen(() => SUCCESS);
    const sts = client({ endpointUrl: url });
    for (const region of ["cn-north-1", "us-gov-west-1", "evil.example/", ""]) {
      const error = await refused(
        sts.assumeRoleWithSaml({ ...REQUEST, place: { ...PLACE, regions: [region] } }),
      );
      expect(error.code).toBe("issuance.region_invalid");
    }
    expect(calls).toEqual([]);
  });

  describe("with several regions", () => {
    const place: StsPlace = { ...PLACE, regions: ["eu-west-1", "eu-central-1"] };
    const timeouts = { connect: 200, request: 300, total: 10_000, patience: 2_500, leftAlone: 30_000 };
    const inRegions = async (first: StsReply) => {
      const server = await stsServer((_, { path }) => (path?.startsWith("/eu-west-1") ? first : SUCCESS));
      servers.push(server);
      return { sts: client({ endpointUrl: `${server.url}/{region}`, timeouts }), calls: server.calls };
    };

    test.each([
      ["answers 5xx", stsError(503, "ServiceUnavailable", "x"), "server_error"],
      ["never answers", "hang", "timeout"],
      ["closes the connection", "reset", "unreachable"],
      ["throttles whatever the SDK tries", stsError(400, "Throttling", "Rate exceeded"), "throttled"],
      ["is switched off for the account", stsError(403, "RegionDisabledException", "no"), "disabled"],
      ["is hidden behind a proxy's 403", { status: 403, body: "<html>no</html>" }, "unreachable"],
    ] as const)("takes the next when the first %s", async (_, first, outcome) => {
      const { sts } = await inRegions(first);
      const { value, attempts } = await sts.assumeRoleWithSaml({ ...REQUEST, place });
      expect(value.region).toBe("eu-central-1");
      expect(attempts).toEqual([
        { region: "eu-west-1", outcome },
        { region: "eu-central-1", outcome: "answered" },
      ]);
    });

    test.each([
      [403, "AccessDenied"],
      [400, "ExpiredTokenException"],
    ])("takes a refusal (%d %s) for final", async (status, code) => {
      const { sts, calls } = await inRegions(stsError(status, code, "no"));
      const error = await refused(sts.assumeRoleWithSaml({ ...REQUEST, place }));
      expect(error).toMatchObject({ code: "aws.refused", aws: { awsCode: code } });
      expect(calls).toHaveLength(1);
      expect(error.audit).toEqual({ attempts: [{ region: "eu-west-1", outcome: "answered" }] });
    });
  });
});
