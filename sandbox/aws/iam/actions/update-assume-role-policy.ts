import { parseTrustPolicy } from "../../policy/trust-policy";
import { checkConstraints } from "../../query/constraints";
import { adminAction } from "../admin-action";
import { findRole } from "../find";
import { requirePrincipals } from "../require-principals";

export const updateAssumeRolePolicy = adminAction(
  "UpdateAssumeRolePolicy",
  ({ cloud, request: { params } }, account) => {
    const role = findRole(account, params);
    const document = params.get("PolicyDocument");
    checkConstraints([{ field: "policyDocument", value: document, required: true, min: 1, max: 131_072 }]);
    const trustPolicyText = document ?? "";
    const trustPolicy = parseTrustPolicy(trustPolicyText);
    requirePrincipals(trustPolicy, cloud.store);
    account.roles.set(role.roleName.toLowerCase(), { ...role, trustPolicy, trustPolicyText });
    return undefined;
  },
);
