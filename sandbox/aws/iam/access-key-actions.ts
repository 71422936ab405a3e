import { fault } from "../faults";
import type { QueryParams } from "../query/query-params";
import type { QueryAction } from "../query/query-service";
import type { Caller } from "../sigv4/authenticate";
import type { Account, User, UserAccessKey } from "../store/account";
import { accessKeyId, secretAccessKey } from "../store/ids";
import { adminAction } from "./admin-action";
import { findUser } from "./find";
import { page } from "./page";

const MAX_KEYS = 2;

/** The user a call names, or else who makes it. */
function userOf(account: Account, params: QueryParams, caller: Caller): User {
  const isSelf = params.get("UserName") === undefined && caller.kind === "user";
  return isSelf ? caller.user : findUser(account, params);
}

function save(account: Account, user: User, accessKeys: readonly UserAccessKey[]): void {
  account.users.set(user.userName.toLowerCase(), { ...user, accessKeys });
}

function findKey(user: User, params: QueryParams): UserAccessKey {
  const id = params.get("AccessKeyId") ?? "";
  const key = user.accessKeys.find((candidate) => candidate.accessKeyId === id);
  if (key === undefined) throw fault("noSuchEntity", `The Access Key with id ${id} cannot be found.`);
  return key;
}

/** Long-term keys of users. */
export const ACCESS_KEY_ACTIONS: Readonly<Record<string, QueryAction>> = {
  CreateAccessKey: adminAction("CreateAccessKey", ({ cloud, request: { params } }, account, caller) => {
    const user = userOf(account, params, caller);
    if (user.accessKeys.length >= MAX_KEYS) {
      throw fault("limitExceeded", `Cannot exceed quota for AccessKeysPerUser: ${MAX_KEYS}`);
    }
    const key: UserAccessKey = {
      accessKeyId: accessKeyId("AKIA", account.accountId),
      secretAccessKey: secretAccessKey(),
      status: "Active",
      createDate: cloud.clock(),
    };
    save(account, user, [...user.accessKeys, key]);
    return {
      AccessKey: {
        UserName: user.userName,
        AccessKeyId: key.accessKeyId,
        Status: key.status,
        SecretAccessKey: key.secretAccessKey,
        CreateDate: key.createDate,
      },
    };
  }),

  ListAccessKeys: adminAction("ListAccessKeys", ({ request: { params } }, account, caller) => {
    const user = userOf(account, params, caller);
    const keys = user.accessKeys.map((key) => ({
      UserName: user.userName,
      AccessKeyId: key.accessKeyId,
      Status: key.status,
      CreateDate: key.createDate,
    }));
    return page("AccessKeyMetadata", keys, params);
  }),

  UpdateAccessKey: adminAction("UpdateAccessKey", ({ request: { params } }, account, caller) => {
    const user = userOf(account, params, caller);
    const changed = findKey(user, params);
    const status = params.get("Status");
    if (status !== "Active" && status !== "Inactive") throw fault("invalidInput", "Invalid Status");
    save(
      account,
      user,
      user.accessKeys.map((key) => (key === changed ? { ...key, status } : key)),
    );
    return undefined;
  }),

  DeleteAccessKey: adminAction("DeleteAccessKey", ({ request: { params } }, account, caller) => {
    const user = userOf(account, params, caller);
    const deleted = findKey(user, params);
    save(
      account,
      user,
      user.accessKeys.filter((key) => key !== deleted),
    );
    return undefined;
  }),
};
