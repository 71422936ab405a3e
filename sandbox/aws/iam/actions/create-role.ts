import { parseInteger } from "../../query/constraints";
import { adminAction } from "../admin-action";
import { addRole } from "../create-role";
import { readNewTags } from "../read-new-tags";
import { wireRole } from "../wire-role";

export const createRole = adminAction("CreateRole", ({ cloud, request: { params } }, account) => {
  const role = addRole(
    account,
    {
      roleName: params.get("RoleName"),
      path: params.get("Path"),
      trustPolicyText: params.get("AssumeRolePolicyDocument"),
      maxSessionDuration: parseInteger(params.get("MaxSessionDuration")),
      description: params.get("Description"),
      tags: readNewTags(params, cloud.assumptions),
    },
    cloud.clock(),
    cloud.store,
  );
  return { Role: wireRole(role) };
});
