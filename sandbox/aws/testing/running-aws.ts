import type { Assumptions } from "../assumptions";
import type { RunningAws } from "../start-aws";
import { startAws } from "../start-aws";
import type { AccountSpec, RoleSpec } from "../world-spec";
import { buildResponse, type ResponseSpec, validResponse } from "./build-response";
import { createIdentityProvider, type TestIdentityProvider } from "./identity-provider";

export const ACCOUNT = "418273650912";
export const OTHER_ACCOUNT = "730915284466";
export const PROVIDER_ARN = `arn:aws:iam::${ACCOUNT}:saml-provider/Rolebridge`;
export const roleArn = (name: string, account = ACCOUNT) => `arn:aws:iam::${account}:role/${name}`;

/** A trust policy for the test provider. */
export function trust(
  statement: { Action?: string | string[]; Condition?: object; Effect?: string; Principal?: unknown } = {},
): object {
  const Action = ["sts:AssumeRoleWithSAML", "sts:TagSession", "sts:SetSourceIdentity"];
  return {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { Federated: PROVIDER_ARN }, Action, ...statement }],
  };
}

/** A local AWS for one test file, with one provider, its key, and a clock to turn. */
export interface TestAws extends RunningAws {
  readonly idp: TestIdentityProvider;
  readonly clock: { now: Date };
  /** A response for a role, right unless changed. */
  response(roleName: string, changes?: Partial<ResponseSpec>): string;
  /** AssumeRoleWithSAML for a role, its assertion and its parameters right unless changed. */
  assume(
    changes?: Partial<ResponseSpec>,
    params?: Record<string, string>,
    roleName?: string,
  ): Promise<Response>;
  /** A bare Query call. */
  sts(params: Record<string, string>, init?: { headers?: Record<string, string> }): Promise<Response>;
}

/** Starts it; `roles` come on top of `Engineer`, which trusts the provider without conditions, `account` is its account's. */
export async function startTestAws(
  roles: readonly RoleSpec[] = [],
  assumptions: Partial<Assumptions> = {},
  account: Partial<AccountSpec> = {},
): Promise<TestAws> {
  const idp = await createIdentityProvider("https://rolebridge.example/aws/saml/metadata");
  // Whole seconds, as the wire has them.
  const clock = { now: new Date(Math.floor(Date.now() / 1000) * 1000) };
  const aws = await startAws({
    host: "127.0.0.1",
    ports: { sts: 0, signin: 0, console: 0, iam: 0, s3: 0 },
    clock: () => clock.now,
    assumptions,
    world: {
      accounts: [
        {
          accountId: ACCOUNT,
          name: "Meridian Production",
          alias: "meridian-prod",
          samlProviders: [{ name: "Rolebridge", metadataXml: idp.metadataXml }],
          roles: [{ name: "Engineer", maxSessionDuration: 7200, trustPolicy: trust() }, ...roles],
          ...account,
        },
        {
          accountId: OTHER_ACCOUNT,
          name: "Meridian Staging",
          roles: [{ name: "Engineer", maxSessionDuration: 3600, trustPolicy: trust() }],
        },
      ],
    },
  });
  const response: TestAws["response"] = (roleName, changes) =>
    buildResponse({ ...validResponse(idp, roleArn(roleName), PROVIDER_ARN), ...changes }, idp, clock.now);
  const sts: TestAws["sts"] = (params, { headers = {} } = {}) =>
    fetch(aws.urls.sts, {
      method: "POST",
      redirect: "manual",
      headers: { "content-type": "application/x-www-form-urlencoded", ...headers },
      body: new URLSearchParams({ Version: "2011-06-15", ...params }),
    });
  const assume: TestAws["assume"] = (changes = {}, params = {}, roleName = "Engineer") =>
    sts({
      Action: "AssumeRoleWithSAML",
      RoleArn: roleArn(roleName),
      PrincipalArn: PROVIDER_ARN,
      SAMLAssertion: response(roleName, changes),
      ...params,
    });
  return { ...aws, idp, clock, response, sts, assume };
}

/** Attributes of a valid assertion for `Engineer`, with more or others. */
export function attributes(more: Record<string, string[]>): ResponseSpec["attributes"] {
  return {
    Role: [`${roleArn("Engineer")},${PROVIDER_ARN}`],
    RoleSessionName: ["ada@meridian.example"],
    ...more,
  };
}

/** Code and message of an XML error answer. */
export async function faultOf(answer: Response): Promise<{ status: number; code: string; message: string }> {
  const body = await answer.text();
  const text = (name: string) => new RegExp(`<${name}>([\\s\\S]*?)</${name}>`).exec(body)?.[1] ?? "";
  const message = text("Message").replaceAll("&quot;", '"').replaceAll("&lt;", "<").replaceAll("&gt;", ">");
  return { status: answer.status, code: text("Code"), message: message.replaceAll("&amp;", "&") };
}

/** Seconds from `now` to the Expiration of an issued session. */
export async function lifetimeOf(answer: Response, now: Date): Promise<number> {
  const expiration = /<Expiration>(.*)<\/Expiration>/.exec(await answer.text())?.[1] ?? "";
  return Math.round((Date.parse(expiration) - now.getTime()) / 1000);
}
