/**
 * The AWS accounts of the company that the sandbox plays, and the roles in them. Its people stand in
 * `personas.ts`, who may take what in `grants.ts`. Plain data; it knows neither how the identity providers
 * and AWS are built nor how the app keeps it.
 */

/** Name of the SAML provider in every account: what an AWS administrator would have entered in IAM. */
export const SAML_PROVIDER_NAME = "Rolebridge";

export interface WorldRole {
  readonly name: string;
  readonly description: string;
  /** `MaxSessionDuration` of the role in AWS, seconds. */
  readonly maxSessionDuration: number;
  /** The trust policy lets the identity provider set session tags. */
  readonly allowsTags?: boolean;
  /** The trust policy lets the identity provider set a source identity. */
  readonly allowsSourceIdentity?: boolean;
  /** What Rolebridge is told about the role; absent for accounts that are not registered. */
  readonly target?: {
    readonly sourceIdentity?: boolean;
    readonly sessionTags?: readonly { readonly key: string; readonly attribute: string }[];
    readonly transitiveTagKeys?: readonly string[];
    readonly destination?: string;
  };
}

export interface WorldAccount {
  readonly accountId: string;
  readonly name: string;
  readonly alias: string;
  readonly region: string;
  readonly color: string;
  readonly labels: Readonly<Record<string, string>>;
  /** False: it exists in AWS and waits for somebody to add it to Rolebridge. */
  readonly registered: boolean;
  readonly roles: readonly WorldRole[];
}

const HOUR = 3600;
const DEPARTMENT_TAG = { key: "department", attribute: "department" } as const;

const SECURITY_AUDIT: WorldRole = {
  name: "SecurityAudit",
  description: "Read configuration, policies and trails for an audit",
  maxSessionDuration: 4 * HOUR,
  allowsSourceIdentity: true,
  target: { sourceIdentity: true },
};

export const ACCOUNTS: readonly WorldAccount[] = [
  {
    accountId: "418273650912",
    name: "Meridian Production",
    alias: "meridian-prod",
    region: "eu-west-1",
    color: "red",
    labels: { environment: "production" },
    registered: true,
    roles: [
      {
        name: "ReadOnly",
        description: "Look at everything, change nothing",
        maxSessionDuration: 12 * HOUR,
        target: {},
      },
      {
        name: "Deploy",
        description: "Ship releases and roll them back",
        maxSessionDuration: 2 * HOUR,
        allowsTags: true,
        target: { sessionTags: [DEPARTMENT_TAG], destination: "/codesuite/codepipeline/pipelines" },
      },
      {
        name: "OnCallOperator",
        description: "Restart, scale and drain services during an incident",
        maxSessionDuration: 4 * HOUR,
        allowsTags: true,
        allowsSourceIdentity: true,
        target: {
          sourceIdentity: true,
          sessionTags: [DEPARTMENT_TAG],
          transitiveTagKeys: ["department"],
          destination: "/cloudwatch/home",
        },
      },
      {
        name: "DatabaseOperator",
        description: "Fail over and restore the shipment databases",
        maxSessionDuration: HOUR,
        allowsSourceIdentity: true,
        target: { sourceIdentity: true, destination: "/rds/home" },
      },
      {
        name: "BreakGlassAdmin",
        description: "Full administration for emergencies; every use is reviewed",
        maxSessionDuration: HOUR,
        allowsTags: true,
        allowsSourceIdentity: true,
        target: { sourceIdentity: true, sessionTags: [DEPARTMENT_TAG] },
      },
      SECURITY_AUDIT,
    ],
  },
  {
    accountId: "730915284466",
    name: "Meridian Staging",
    alias: "meridian-staging",
    region: "eu-west-1",
    color: "amber",
    labels: { environment: "staging" },
    registered: true,
    roles: [
      {
        name: "Developer",
        description: "Build and try things, everything but identity and billing",
        maxSessionDuration: 12 * HOUR,
        allowsTags: true,
        target: { sessionTags: [DEPARTMENT_TAG] },
      },
      {
        name: "PlatformAdmin",
        description: "Networks, clusters and the accounts' baseline",
        maxSessionDuration: 8 * HOUR,
        allowsSourceIdentity: true,
        target: { sourceIdentity: true },
      },
      SECURITY_AUDIT,
    ],
  },
  {
    accountId: "265048193377",
    name: "Meridian Data",
    alias: "meridian-data",
    region: "eu-central-1",
    color: "blue",
    labels: { environment: "production", owner: "data-operations" },
    registered: true,
    roles: [
      {
        name: "AnalystReadOnly",
        description: "Query the warehouse and read the dashboards",
        maxSessionDuration: 8 * HOUR,
        allowsTags: true,
        target: { sessionTags: [DEPARTMENT_TAG], destination: "/athena/home" },
      },
      {
        name: "PipelineOperator",
        description: "Run, repeat and repair the nightly imports",
        maxSessionDuration: 4 * HOUR,
        target: { destination: "/glue/home" },
      },
      SECURITY_AUDIT,
    ],
  },
  {
    accountId: "904416728135",
    name: "Meridian Playground",
    alias: "meridian-playground",
    region: "eu-west-1",
    color: "green",
    labels: { environment: "playground" },
    registered: false,
    roles: [
      {
        name: "PlaygroundAdmin",
        description: "Everything, in an account that is emptied every Sunday",
        maxSessionDuration: 8 * HOUR,
        allowsTags: true,
        allowsSourceIdentity: true,
      },
      {
        name: "PlaygroundReadOnly",
        description: "Look around",
        maxSessionDuration: 12 * HOUR,
      },
    ],
  },
];

/** ARN of the account's SAML provider for Rolebridge. */
function samlProviderArn(accountId: string): string {
  return `arn:aws:iam::${accountId}:saml-provider/${SAML_PROVIDER_NAME}`;
}

/** ARN of a role of the world; none of them has a path. */
export function roleArn(accountId: string, roleName: string): string {
  return `arn:aws:iam::${accountId}:role/${roleName}`;
}

/** The trust policy that a careful AWS administrator would write for this role, as a document. */
export function trustPolicy(accountId: string, role: WorldRole): object {
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Federated: samlProviderArn(accountId) },
        Action: [
          "sts:AssumeRoleWithSAML",
          ...(role.allowsTags ? ["sts:TagSession"] : []),
          ...(role.allowsSourceIdentity ? ["sts:SetSourceIdentity"] : []),
        ],
        Condition: { StringEquals: { "SAML:aud": "https://signin.aws.amazon.com/saml" } },
      },
    ],
  };
}
