import type { WorldAccount } from "./model";
import { DEPARTMENT_TAG, HOUR, inline, managed } from "./policies";
import { SECURITY_AUDIT } from "./security-audit";

export const STAGING: WorldAccount = {
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
      permissions: managed("PowerUserAccess"),
      target: { sessionTags: [DEPARTMENT_TAG] },
    },
    {
      name: "PreviewDeployer",
      description: "Publish preview builds; the role trusts Rolebridge's tokens",
      maxSessionDuration: 8 * HOUR,
      trust: { to: "rolebridge-tokens" },
      allowsTags: true,
      allowsSourceIdentity: true,
      permissions: inline("Previews", {
        Action: ["s3:GetObject", "s3:PutObject", "s3:ListBucket"],
        Resource: ["arn:aws:s3:::meridian-previews", "arn:aws:s3:::meridian-previews/*"],
      }),
      target: { kind: "web-identity", sourceIdentity: true, sessionTags: [DEPARTMENT_TAG] },
    },
    {
      name: "PlatformAdmin",
      description: "Networks, clusters and the accounts' baseline",
      maxSessionDuration: 8 * HOUR,
      allowsSourceIdentity: true,
      permissions: managed("AdministratorAccess"),
      target: { sourceIdentity: true },
    },
    SECURITY_AUDIT,
  ],
  buckets: [{ name: "meridian-previews", region: "eu-west-1" }],
};
