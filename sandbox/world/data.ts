import { mfaSerial, userArn, type WorldAccount, type WorldRole } from "./model";
import { CONTRACT_END, DEPARTMENT_TAG, HOUR, inline, policy, policyVariable } from "./policies";
import { SECURITY_AUDIT } from "./security-audit";
import { HUB_ROLE_ARN } from "./shared-services";

const ACCOUNT_ID = "265048193377";
const REPORTS = "arn:aws:s3:::meridian-reports";
const INBOX = "arn:aws:s3:::meridian-partner-inbox";
const HARBOURLINE_EXTERNAL_ID = "harbourline-2f9b04";
const DEPARTMENT = policyVariable("aws:PrincipalTag/Department");

/** The department story: one role for everybody, and each reads the folder that the session's tag names. */
const ANALYST: WorldRole = {
  name: "AnalystReadOnly",
  description: "Query the warehouse and read the reports of one's own department",
  maxSessionDuration: 8 * HOUR,
  allowsTags: true,
  permissions: inline(
    "ReportsOfOwnDepartment",
    { Action: "s3:GetObject", Resource: `${REPORTS}/${DEPARTMENT}/*` },
    {
      Action: "s3:ListBucket",
      Resource: REPORTS,
      Condition: { StringLike: { "s3:prefix": `${DEPARTMENT}/*` } },
    },
  ),
  target: { sessionTags: [DEPARTMENT_TAG], destination: "/athena/home" },
};

/** The contractor story: put into one bucket, with a one-time code, until the contract ends. */
const CONTRACTOR: WorldRole = {
  name: "ContractorUpload",
  description: "Harbourline delivers manifests into the partner inbox; needs its MFA device",
  maxSessionDuration: HOUR,
  trust: {
    to: "caller",
    arn: userArn(ACCOUNT_ID, "harbourline"),
    externalId: HARBOURLINE_EXTERNAL_ID,
    mfa: true,
    untilContractEnds: true,
  },
  allowsSourceIdentity: true,
  permissions: inline("DeliverManifests", {
    Action: "s3:PutObject",
    Resource: `${INBOX}/*`,
    Condition: { DateLessThan: { "aws:CurrentTime": CONTRACT_END } },
  }),
  target: {
    kind: "assume-role",
    user: "harbourline",
    externalId: HARBOURLINE_EXTERNAL_ID,
    mfaSerial: mfaSerial(ACCOUNT_ID, "harbourline"),
    sourceIdentity: true,
  },
};

export const DATA: WorldAccount = {
  accountId: ACCOUNT_ID,
  name: "Meridian Data",
  alias: "meridian-data",
  region: "eu-central-1",
  color: "blue",
  labels: { environment: "production", owner: "data-operations" },
  registered: true,
  roles: [
    ANALYST,
    {
      name: "PipelineOperator",
      description: "Run, repeat and repair the nightly imports",
      maxSessionDuration: 4 * HOUR,
      target: { destination: "/glue/home" },
    },
    {
      name: "WarehouseReader",
      description: "Query the old warehouse; the role trusts the company's own sign-in",
      maxSessionDuration: 4 * HOUR,
      trust: { to: "company" },
      target: { kind: "saml-relay" },
    },
    {
      name: "LakeOperator",
      description: "Repair tables of the lake; reached through the hub role of Shared Services",
      maxSessionDuration: 4 * HOUR,
      trust: { to: "caller", arn: HUB_ROLE_ARN },
      allowsTags: true,
      allowsSourceIdentity: true,
      target: {
        kind: "assume-role",
        hubRoleArn: HUB_ROLE_ARN,
        sourceIdentity: true,
        sessionTags: [DEPARTMENT_TAG],
      },
    },
    CONTRACTOR,
    SECURITY_AUDIT,
  ],
  users: [
    {
      name: "harbourline",
      mfa: true,
      permissions: {},
      keyNote: "Harbourline Logistics, contract until the end of the season",
    },
    {
      name: "manifest-reader",
      permissions: inline(
        "ReadManifests",
        { Action: ["s3:GetObject", "s3:ListBucket"], Resource: [INBOX, `${INBOX}/*`, `${REPORTS}/*`] },
        { Action: "sts:GetFederationToken", Resource: "*" },
      ),
      keyNote: "For tools that must have one session for longer than a role gives",
    },
  ],
  userTargets: [
    {
      name: "ManifestReader",
      description: "Read what partners delivered, for as long as a reconciliation runs",
      kind: "federation-token",
      user: "manifest-reader",
      maxDurationSeconds: 24 * HOUR,
      sessionPolicy: policy({
        Action: ["s3:GetObject", "s3:ListBucket"],
        Resource: [INBOX, `${INBOX}/*`],
      }),
    },
  ],
  buckets: [
    {
      name: "meridian-reports",
      region: "eu-central-1",
      objects: {
        "Logistics/lanes.csv": "lane,shipments\nRotterdam-Gdansk,412\n",
        "Finance/ledger.csv": "account,balance\n4400,1820334\n",
        "Site Reliability/capacity.csv": "cluster,headroom\ntracking,31\n",
      },
    },
    {
      name: "meridian-partner-inbox",
      region: "eu-central-1",
      objects: { "readme.txt": "Deliver manifests as CSV, one file a day.\n" },
    },
  ],
};
