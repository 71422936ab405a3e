import { checkConstraints, parseInteger } from "../../query/constraints";
import { adminAction } from "../admin-action";
import { findRole } from "../find";

export const updateRole = adminAction("UpdateRole", ({ request: { params } }, account) => {
  const role = findRole(account, params);
  const maxSessionDuration = parseInteger(params.get("MaxSessionDuration"));
  const description = params.get("Description");
  checkConstraints([
    { field: "maxSessionDuration", value: maxSessionDuration, min: 3600, max: 43_200 },
    { field: "description", value: description, max: 1000 },
  ]);
  account.roles.set(role.roleName.toLowerCase(), {
    ...role,
    maxSessionDuration: maxSessionDuration ?? role.maxSessionDuration,
    description: description ?? role.description,
  });
  return {};
});
