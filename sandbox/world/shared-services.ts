/** Where Rolebridge itself lives in AWS. Nobody gets a role here through it, so it is not registered. */
import { roleArn, userArn, type WorldAccount } from "./model";
import { HOUR, inline } from "./policies";

const ACCOUNT_ID = "557201938846";

/** Rolebridge's own AWS identity: the app finds its key where every AWS SDK looks, in the environment. */
export const ROLEBRIDGE_USER_ARN = userArn(ACCOUNT_ID, "rolebridge");
export const HUB_ROLE_ARN = roleArn(ACCOUNT_ID, "RolebridgeHub");

const ASSUME = ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"];

export const SHARED_SERVICES: WorldAccount = {
  accountId: ACCOUNT_ID,
  name: "Meridian Shared Services",
  alias: "meridian-shared",
  region: "eu-west-1",
  color: "gray",
  labels: { environment: "shared" },
  registered: false,
  users: [
    {
      name: "rolebridge",
      permissions: inline(
        "RolebridgeServer",
        { Action: ASSUME, Resource: [HUB_ROLE_ARN, roleArn("418273650912", "IncidentResponder")] },
        { Action: "sts:GetAccessKeyInfo", Resource: "*" },
      ),
    },
  ],
  roles: [
    {
      name: "RolebridgeHub",
      description: "The one role that the data accounts let in",
      maxSessionDuration: HOUR,
      trust: { to: "caller", arn: ROLEBRIDGE_USER_ARN },
      permissions: inline("AssumeDataRoles", {
        Action: ASSUME,
        Resource: roleArn("265048193377", "LakeOperator"),
      }),
    },
  ],
};
