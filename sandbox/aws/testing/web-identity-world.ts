import {
  AssumeRoleWithWebIdentityCommand,
  type AssumeRoleWithWebIdentityCommandInput,
  type AssumeRoleWithWebIdentityCommandOutput,
  STSClient,
} from "@aws-sdk/client-sts";
import type { Assumptions } from "../assumptions";
import type { RoleSpec } from "../world-spec";
import { startIssuer, type TestIssuer } from "./oidc-issuer";
import { HOME, roleTrusting, type StsWorld, startStsWorld } from "./sts-world";
import type { TlsCertificate } from "./tls-certificate";

export const AUDIENCE = "sts.amazonaws.com";
export const role = (name: string) => `arn:aws:iam::${HOME}:role/${name}`;

type Input = Partial<AssumeRoleWithWebIdentityCommandInput>;
type Output = Promise<AssumeRoleWithWebIdentityCommandOutput>;

/** A world whose first account knows one issuer on loopback. */
export interface WebIdentityWorld extends StsWorld {
  readonly issuer: TestIssuer;
  /** What the issuer publishes when nothing was spoiled. */
  readonly published: TestIssuer["published"];
  /** Seconds since the epoch. */
  now(): number;
  /** Claims that AWS takes, unless changed. */
  claims(more?: object): object;
  /** AssumeRoleWithWebIdentity, right unless changed. */
  assume(input?: Input): Output;
  /** With these claims in place of, or beside, the right ones. */
  withClaims(more: object, name?: string): Output;
}

/** Roles that trust the issuer, each on another condition. */
function rolesTrusting(issuer: string): RoleSpec[] {
  const trusting = (name: string, Condition: object = {}, Action?: string): RoleSpec => {
    const all = ["sts:AssumeRoleWithWebIdentity", "sts:TagSession", "sts:SetSourceIdentity"];
    const Federated = `arn:aws:iam::${HOME}:oidc-provider/${issuer}`;
    const Statement = [{ Effect: "Allow", Principal: { Federated }, Action: Action ?? all, Condition }];
    return { name, maxSessionDuration: 7200, trustPolicy: { Version: "2012-10-17", Statement } };
  };
  const only = (operator: string, key: string, value: unknown) => ({ [operator]: { [key]: value } });
  return [
    trusting("Web"),
    trusting("Plain", {}, "sts:AssumeRoleWithWebIdentity"),
    trusting("Subject", only("StringLike", `${issuer}:sub`, "user:*")),
    trusting("Audience", only("StringEquals", `${issuer}:aud`, AUDIENCE)),
    trusting("Original", only("ForAnyValue:StringEquals", `${issuer}:oaud`, "first")),
    trusting("Strong", only("ForAnyValue:StringEquals", `${issuer}:amr`, "mfa")),
    trusting("Mail", only("StringEquals", `${issuer}:email`, "ada@meridian.example")),
    trusting("Authorized", only("Bool", "sts:RoleAuthorizedByIdp", "true")),
    trusting("Tagged", only("StringEquals", "aws:RequestTag/team", "data")),
    trusting("Groups", only("StringEquals", `${issuer}:groups`, "data")),
    roleTrusting("Inner", role("Web"), {
      trustPolicy: {
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow",
            Principal: { AWS: role("Web") },
            Action: ["sts:AssumeRole", "sts:TagSession"],
            Condition: { StringEquals: { [`${issuer}:sub`]: "user:ada", "aws:PrincipalTag/team": "data" } },
          },
        ],
      },
    }),
  ];
}

interface WebIdentityWorldSpec {
  /** Of the issuer, which then is reached by https. */
  readonly certificate?: TlsCertificate;
  /** Which authorities the provider in IAM knows. */
  readonly thumbprints?: readonly string[];
  readonly assumptions?: Partial<Assumptions>;
}

export async function startWebIdentityWorld(spec: WebIdentityWorldSpec = {}): Promise<WebIdentityWorld> {
  const issuer = await startIssuer(spec.certificate);
  const { thumbprints = [] } = spec;
  const aws = await startStsWorld({
    roles: rolesTrusting(issuer.name),
    home: { oidcProviders: [{ url: issuer.url, clientIds: [AUDIENCE, "other"], thumbprints }] },
    assumptions: { loopbackIssuers: [issuer.url], oidcFetchMilliseconds: 300, ...spec.assumptions },
  });
  // Unsigned: there are no credentials to sign with.
  const sts = new STSClient({ endpoint: aws.urls.sts, region: "eu-west-1", maxAttempts: 1 });
  const now = () => aws.clock.now.getTime() / 1000;
  const claims = (more: object = {}) => ({
    iss: issuer.url,
    sub: "user:ada",
    aud: AUDIENCE,
    iat: now(),
    exp: now() + 300,
    ...more,
  });
  const assume: WebIdentityWorld["assume"] = (input = {}) =>
    sts.send(
      new AssumeRoleWithWebIdentityCommand({
        RoleArn: role("Web"),
        RoleSessionName: "ada",
        WebIdentityToken: issuer.token(claims()),
        ...input,
      }),
    );
  const withClaims: WebIdentityWorld["withClaims"] = (more, name = "Web") =>
    assume({ RoleArn: role(name), WebIdentityToken: issuer.token(claims(more)) });
  const close = async () => {
    await aws.close();
    await issuer.close();
  };
  return { ...aws, issuer, published: { ...issuer.published }, now, claims, assume, withClaims, close };
}
