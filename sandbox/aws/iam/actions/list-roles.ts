import { adminAction } from "../admin-action";
import { page } from "../page";
import { wireRole } from "../wire-role";

export const listRoles = adminAction("ListRoles", ({ request: { params } }, account) => {
  const prefix = params.get("PathPrefix") ?? "/";
  const roles = [...account.roles.values()]
    .filter((role) => role.path.startsWith(prefix))
    .sort((a, b) => a.roleName.localeCompare(b.roleName, "en"));
  return page(
    "Roles",
    roles.map((role) => wireRole(role)),
    params,
  );
});
