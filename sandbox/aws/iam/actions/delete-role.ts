import { fault } from "../../faults";
import { adminAction } from "../admin-action";
import { findRole } from "../find";

/** Sessions of the role end with it: they carry its unique id, which no later role has. */
export const deleteRole = adminAction("DeleteRole", ({ request }, account) => {
  const role = findRole(account, request.params);
  if (role.attachedPolicyArns.length > 0) {
    throw fault("deleteConflict", "Cannot delete entity, must detach all policies first.");
  }
  if (role.inlinePolicies.size > 0) {
    throw fault("deleteConflict", "Cannot delete entity, must delete policies first.");
  }
  account.roles.delete(role.roleName.toLowerCase());
  return undefined;
});
