import { adminAction } from "../admin-action";
import { findRole } from "../find";

/** Sessions of the role end with it: they carry its unique id, which no later role has. */
export const deleteRole = adminAction("DeleteRole", ({ request }, account) => {
  account.roles.delete(findRole(account, request.params).roleName.toLowerCase());
  return undefined;
});
