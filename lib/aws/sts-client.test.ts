import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, test, vi } from "vitest";
import { AppError } from "../errors/app-error";
import { Secret } from "../secret/secret";
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

const SUCCESS = `<AssumeRoleWithSAMLResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleWithSAMLResult>
<AssumedRoleUser><AssumedRoleId>AROAEXAMPLEEXAMPLE123:ada</AssumedRoleId><Arn>arn:aws:sts::418273650912:assumed-role/Administrator/ada</Arn></AssumedRoleUser>
<Credentials><AccessKeyId>ASIAEXAMPLEEXAMPLE12</AccessKeyId><SecretAccessKey>wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY</SecretAccessKey><SessionToken>FwoGZXIvYXdzEXAMPLE==</SessionToken><Expiration>2026-11-03T11:00:00Z</Expiration></Credentials>
<Subject>ada</Subject></AssumeRoleWithSAMLResult><ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></AssumeRoleWithSAMLResponse>`;
const failure = (code: string, message: string): string =>
  `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>r</RequestId></ErrorResponse>`;

interface Call {
  readonly method: string | undefined;
  readonly headers: IncomingMessage["headers"];
  readonly form: URLSearchParams;
}
type Answer = { readonly status: number; readonly body: string } | "hang" | "reset";

const servers: Server[] = [];
const clients: { close(): void }[] = [];
afterEach(() => {
  vi.unstubAllEnvs();
  for (const client of clients.splice(0)) client.close();
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function listen(answer: (call: number) => Answer): Promise<{ url: string; calls: Call[] }> {
  const calls: Call[] = [];
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += String(chunk);
    calls.push({ method: request.method, headers: request.headers, form: new URLSearchParams(body) });
    const given = answer(calls.length);
    if (given === "hang") return;
    if (given === "reset") {
      request.socket.destroy();
      return;
    }
    response.writeHead(given.status, { "content-type": "text/xml" }).end(given.body);
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, calls };
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
    const { url, calls } = await listen(() => ({ status: 200, body: SUCCESS }));
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
    expect(Object.fromEntries(call?.form ?? [])).toEqual({
      Action: "AssumeRoleWithSAML",
      Version: "2011-06-15",
      RoleArn: REQUEST.roleArn,
      PrincipalArn: REQUEST.principalArn,
      SAMLAssertion: ASSERTION,
      DurationSeconds: "3600",
    });
  });

  test("neither needs nor looks for AWS credentials, at the metadata service or anywhere", async () => {
    const metadata = await listen(() => ({ status: 200, body: "{}" }));
    vi.stubEnv("AWS_EC2_METADATA_SERVICE_ENDPOINT", metadata.url);
    vi.stubEnv("AWS_CONTAINER_CREDENTIALS_FULL_URI", `${metadata.url}/credentials`);
    vi.stubEnv("AWS_PROFILE", "does-not-exist");
    vi.stubEnv("AWS_ACCESS_KEY_ID", "AKIAEXAMPLEEXAMPLE12");
    vi.stubEnv("AWS_SECRET_ACCESS_KEY", "canary");
    vi.stubEnv("AWS_DEFAULTS_MODE", "auto");
    vi.stubEnv("AWS_ENDPOINT_URL", metadata.url);
    const { url, calls } = await listen(() => ({ status: 200, body: SUCCESS }));
    await client({ endpointUrl: url }).assumeRoleWithSaml(REQUEST);
    expect(metadata.calls).toEqual([]);
    expect(calls).toHaveLength(1);
    expect(JSON.stringify(calls[0]?.headers)).not.toMatch(/AKIA|canary|authorization/i);
  });

  test("keeps its connection between calls", async () => {
    const { url } = await listen(() => ({ status: 200, body: SUCCESS }));
    const sockets = new Set<unknown>();
    servers[0]?.on("connection", (socket) => sockets.add(socket));
    const sts = client({ endpointUrl: url });
    for (let call = 0; call < 3; call++) await sts.assumeRoleWithSaml(REQUEST);
    expect(sockets.size).toBe(1);
  });

  test("translates a refusal, in AWS's own words", async () => {
    const { url, calls } = await listen(() => ({
      status: 403,
      body: failure("AccessDenied", "Not authorized to perform sts:AssumeRoleWithSAML"),
    }));
    const error = await refused(client({ endpointUrl: url }).assumeRoleWithSaml(REQUEST));
    expect(error.code).toBe("aws.refused");
    expect(error.aws).toMatchObject({
      awsCode: "AccessDenied",
      awsMessage: "Not authorized to perform sts:AssumeRoleWithSAML",
    });
    expect(calls).toHaveLength(1);
  });

  test("gives wire codes, not the SDK's class names", async () => {
    const { url } = await listen(() => ({
      status: 400,
      body: failure("InvalidIdentityToken", "Response signature invalid"),
    }));
    const error = await refused(client({ endpointUrl: url }).assumeRoleWithSaml(REQUEST));
    expect(error.aws?.awsCode).toBe("InvalidIdentityToken");
  });

  test("never passes on the assertion, whatever AWS echoes", async () => {
    const { url } = await listen(() => ({
      status: 400,
      body: failure(
        "ValidationError",
        `1 validation error detected: Value '${ASSERTION}' at 'sAMLAssertion' failed`,
      ),
    }));
    const error = await refused(client({ endpointUrl: url }).assumeRoleWithSaml(REQUEST));
    expect(error.aws?.awsMessage).toContain("[redacted]");
    expect(JSON.stringify([error, error.aws, error.cause, error.stack])).not.toContain(ASSERTION);
  });

  test("tries again when STS has a bad moment", async () => {
    const { url, calls } = await listen((call) =>
      call < 3 ? { status: 503, body: failure("ServiceUnavailable", "x") } : { status: 200, body: SUCCESS },
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
    const timeouts = { connect: 200, request: 300, total: 1_500 };
    const started = Date.now();
    const error = await refused(client({ endpointUrl: url, timeouts }).assumeRoleWithSaml(REQUEST));
    expect(error.code).toBe("aws.unreachable");
    expect(JSON.stringify([error, error.cause])).not.toContain(ASSERTION);
    expect(Date.now() - started).toBeLessThan(2_500);
  });

  test("refuses a region that is not the partition's before anything is sent", async () => {
    const { url, calls } = await listen(() => ({ status: 200, body: SUCCESS }));
    const sts = client({ endpointUrl: url });
    for (const region of ["cn-north-1", "us-gov-west-1", "evil.example/", ""]) {
      const error = await refused(
        sts.assumeRoleWithSaml({ ...REQUEST, place: { ...PLACE, regions: [region] } }),
      );
      expect(error.code).toBe("issuance.region_invalid");
    }
    expect(calls).toEqual([]);
  });
});
