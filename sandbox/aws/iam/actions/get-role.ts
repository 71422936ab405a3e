import { adminAction } from "../admin-action";
import { findRole } from "../find";
import { wireRole } from "../wire-role";

export const getRole = adminAction("GetRole", ({ request }, account) => ({
  Role: wireRole(findRole(account, request.params)),
}));
