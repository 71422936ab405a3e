import { mfaSerial, type WorldAccount } from "./model";
import { DEPARTMENT_TAG, HOUR, inline, managed } from "./policies";
import { SECURITY_AUDIT } from "./security-audit";
import { ROLEBRIDGE_USER_ARN } from "./shared-services";
import { STEP_UP_ROLES } from "./step-up-roles";

const ACCOUNT_ID = "418273650912";
const RELEASES = "arn:aws:s3:::meridian-releases";
const INCIDENT_EXTERNAL_ID = "meridian-incident-7f3c21";

export const PRODUCTION: WorldAccount = {
  accountId: ACCOUNT_ID,
  name: "Meridian Production",
  alias: "meridian-prod",
  region: "eu-west-1",
  fallbackRegions: ["eu-central-1"],
  color: "red",
  labels: { environment: "production" },
  registered: true,
  roles: [
    {
      name: "ReadOnly",
      description: "Look at everything, change nothing",
      maxSessionDuration: 12 * HOUR,
      permissions: managed("ReadOnlyAccess"),
      target: {},
    },
    {
      name: "Deploy",
      description: "Ship releases and roll them back",
      maxSessionDuration: 2 * HOUR,
      allowsTags: true,
      permissions: inline("Releases", {
        Action: ["s3:GetObject", "s3:PutObject"],
        Resource: `${RELEASES}/*`,
      }),
      target: { sessionTags: [DEPARTMENT_TAG], destination: "/codesuite/codepipeline/pipelines" },
    },
    {
      name: "OnCallOperator",
      description: "Restart, scale and drain services during an incident",
      maxSessionDuration: 4 * HOUR,
      allowsTags: true,
      allowsSourceIdentity: true,
      permissions: managed("PowerUserAccess"),
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
      name: "IncidentResponder",
      description: "Collect evidence during a security incident; asked for by Rolebridge's own AWS identity",
      maxSessionDuration: 4 * HOUR,
      trust: { to: "caller", arn: ROLEBRIDGE_USER_ARN, externalId: INCIDENT_EXTERNAL_ID },
      allowsTags: true,
      allowsSourceIdentity: true,
      permissions: managed("ReadOnlyAccess"),
      target: {
        kind: "assume-role",
        externalId: INCIDENT_EXTERNAL_ID,
        sourceIdentity: true,
        sessionTags: [DEPARTMENT_TAG],
      },
    },
    {
      name: "BreakGlassAdmin",
      description: "Full administration for emergencies; every use is reviewed",
      maxSessionDuration: HOUR,
      allowsTags: true,
      allowsSourceIdentity: true,
      permissions: managed("AdministratorAccess"),
      target: { sourceIdentity: true, sessionTags: [DEPARTMENT_TAG] },
    },
    ...STEP_UP_ROLES,
    SECURITY_AUDIT,
  ],
  users: [
    {
      name: "break-glass",
      mfa: true,
      permissions: {
        attached: ["arn:aws:iam::aws:policy/AdministratorAccess"],
        // Of a call with the key alone the condition key is absent, and that is what must be refused.
        ...inline("RequireMfa", {
          Effect: "Deny",
          NotAction: ["sts:GetSessionToken", "sts:GetCallerIdentity"],
          Resource: "*",
          Condition: { BoolIfExists: { "aws:MultiFactorAuthPresent": "false" } },
        }),
      },
      keyNote: "For the day when the identity provider's side of AWS does not work",
    },
  ],
  userTargets: [
    {
      name: "BreakGlassUser",
      description:
        "The emergency IAM user, for when no role can be assumed; needs its MFA device and a reason",
      kind: "session-token",
      user: "break-glass",
      mfaSerial: mfaSerial(ACCOUNT_ID, "break-glass"),
      requireReason: true,
      maxDurationSeconds: 4 * HOUR,
    },
  ],
  buckets: [
    {
      name: "meridian-releases",
      region: "eu-west-1",
      objects: { "tracking-api/4.18.2.json": '{"image":"tracking-api:4.18.2"}\n' },
    },
  ],
};
