import { type Credentials, STSClient } from "@aws-sdk/client-sts";
import type { Assumptions } from "../assumptions";
import { fromBase32 } from "../mfa/base32";
import { totpCode, totpStep } from "../mfa/totp";
import { type RunningAws, startAws } from "../start-aws";
import type { AccessKeyPair } from "../store/account";
import type { AccountSpec, RoleSpec, UserSpec } from "../world-spec";

export const HOME = "418273650912";
export const AWAY = "730915284466";

/** A permission policy of one statement. */
export const allow = (Action: string | string[], Resource = "*"): object => ({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action, Resource }],
});

/** A role that trusts these AWS principals with all that AssumeRole may take. */
export function roleTrusting(name: string, AWS: string | string[], more: Partial<RoleSpec> = {}): RoleSpec {
  const Action = ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"];
  const Statement = [{ Effect: "Allow", Principal: { AWS }, Action }];
  return { name, maxSessionDuration: 7200, trustPolicy: { Version: "2012-10-17", Statement }, ...more };
}

/** Keys of fixed form, so that a test can name them before the world is there. */
export const keyOf = (name: string): AccessKeyPair => ({
  accessKeyId: `AKIA${name.toUpperCase().padEnd(16, "A").slice(0, 16)}`,
  secretAccessKey: `secret-of-${name}`,
});

export const MFA_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";
export const mfaSerial = (user: string) => `arn:aws:iam::${HOME}:mfa/${user}`;

interface StsWorldSpec {
  readonly users?: readonly UserSpec[];
  readonly roles?: readonly RoleSpec[];
  readonly home?: Partial<AccountSpec>;
  readonly away?: Partial<AccountSpec>;
  readonly assumptions?: Partial<Assumptions>;
}

export interface StsWorld extends RunningAws {
  readonly clock: { now: Date };
  /** The stock SDK, its clock this world's. */
  client(credentials: ClientCredentials, region?: string): STSClient;
  /** What an authenticator app shows now, or some steps from now. */
  code(steps?: number): string;
}

interface ClientCredentials extends AccessKeyPair {
  readonly sessionToken?: string;
}

/** Two accounts: one with the users and roles given, another beside it. */
export async function startStsWorld(spec: StsWorldSpec): Promise<StsWorld> {
  const clock = { now: new Date(Math.floor(Date.now() / 1000) * 1000) };
  const aws = await startAws({
    host: "127.0.0.1",
    ports: { sts: 0, signin: 0, console: 0, iam: 0, s3: 0 },
    clock: () => clock.now,
    ...(spec.assumptions === undefined ? {} : { assumptions: spec.assumptions }),
    world: {
      accounts: [
        {
          accountId: HOME,
          name: "Meridian Production",
          users: spec.users ?? [],
          roles: spec.roles ?? [],
          ...spec.home,
        },
        { accountId: AWAY, name: "Meridian Staging", roles: [], ...spec.away },
      ],
    },
  });
  const client: StsWorld["client"] = (credentials, region = "eu-west-1") =>
    new STSClient({
      endpoint: aws.urls.sts,
      region,
      credentials,
      maxAttempts: 1,
      systemClockOffset: clock.now.getTime() - Date.now(),
    });
  const code: StsWorld["code"] = (steps = 0) => totpCode(fromBase32(MFA_SECRET), totpStep(clock.now) + steps);
  return { ...aws, clock, client, code };
}

/** Credentials of an answer, as the SDK wants them back. */
export function credentialsOf(answer: { readonly Credentials?: Credentials | undefined }): ClientCredentials {
  const { AccessKeyId = "", SecretAccessKey = "", SessionToken = "" } = answer.Credentials ?? {};
  return { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken };
}

/** Code and words of the refusal that a call of the SDK meets; fails when it meets none. */
export async function refusalOf(call: Promise<unknown>): Promise<{ code: string; message: string }> {
  try {
    await call;
  } catch (error) {
    // The SDK's class names are not the codes on the wire; it keeps those beside.
    if (error instanceof Error) {
      return { code: wireCode(error) ?? error.name, message: error.message };
    }
    throw error;
  }
  throw new Error("the call was not refused");
}

function wireCode(error: Error & { readonly Error?: { readonly Code?: string }; readonly Code?: string }) {
  return error.Error?.Code ?? error.Code;
}
