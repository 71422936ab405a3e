import { fault } from "../faults";
import type { QueryAction } from "../query/query-service";
import type { WireRecord } from "../query/wire-value";
import type { Account, User } from "../store/account";
import { adminAction } from "./admin-action";
import { addUser } from "./create-user";
import { findUser } from "./find";
import { page } from "./page";
import { readNewTags } from "./read-new-tags";

function wireUser({ path, userName, userId, arn, createDate }: User): WireRecord {
  return { Path: path, UserName: userName, UserId: userId, Arn: arn, CreateDate: createDate };
}

/** Users themselves; what they may do is in holder-actions.ts. */
export const USER_ACTIONS: Readonly<Record<string, QueryAction>> = {
  CreateUser: adminAction("CreateUser", ({ cloud, request: { params } }, account) => {
    const spec = {
      userName: params.get("UserName"),
      path: params.get("Path"),
      tags: readNewTags(params, cloud.assumptions),
    };
    return { User: wireUser(addUser(account, spec, cloud.clock())) };
  }),

  /** Without a name it is the caller. */
  GetUser: adminAction("GetUser", ({ request: { params } }, account, caller) => {
    const self = params.get("UserName") === undefined && caller.kind === "user" ? caller.user : undefined;
    return { User: wireUser(self ?? findUser(account, params)) };
  }),

  ListUsers: adminAction("ListUsers", ({ request: { params } }, account) => {
    const prefix = params.get("PathPrefix") ?? "/";
    const users = [...account.users.values()]
      .filter(({ path }) => path.startsWith(prefix))
      .sort((a, b) => a.userName.localeCompare(b.userName, "en"));
    return page("Users", users.map(wireUser), params);
  }),

  /** Sessions that the user asked for end with it. */
  DeleteUser: adminAction("DeleteUser", ({ request: { params } }, account) => {
    const user = findUser(account, params);
    refuseWhileInUse(account, user);
    account.users.delete(user.userName.toLowerCase());
    return undefined;
  }),
};

function refuseWhileInUse(account: Account, user: User): void {
  const hasDevice = [...account.mfaDevices.values()].some(({ userName }) => userName === user.userName);
  const first =
    (user.accessKeys.length > 0 && "delete access keys") ||
    (hasDevice && "deactivate MFA device") ||
    (user.inlinePolicies.size > 0 && "delete policies") ||
    (user.attachedPolicyArns.length > 0 && "detach all policies");
  if (first) throw fault("deleteConflict", `Cannot delete entity, must ${first} first.`);
}
