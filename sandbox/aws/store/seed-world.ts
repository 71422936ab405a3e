import type { Assumptions } from "../assumptions";
import { addRole } from "../iam/create-role";
import { addSamlProvider } from "../iam/create-saml-provider";
import { PARTITIONS } from "../partitions";
import type { AccountSpec, WorldSpec } from "../world-spec";
import type { AccessKeyPair, Account } from "./account";
import { accessKeyId, secretAccessKey, uniqueId } from "./ids";
import type { Store } from "./store";

const ADMIN = "Administrator";

/**
 * Puts a world into the store, through the same doors as IAM calls.
 * @returns the administrator's key of each account, by account number.
 * @throws AwsFault when IAM would refuse part of it, Error when an account is not one.
 */
export function seedWorld(
  world: WorldSpec,
  store: Store,
  context: { readonly now: Date; readonly assumptions: Assumptions },
): Readonly<Record<string, AccessKeyPair>> {
  const keys: Record<string, AccessKeyPair> = {};
  for (const spec of world.accounts) {
    const key = spec.adminAccessKey ?? {
      accessKeyId: accessKeyId("AKIA"),
      secretAccessKey: secretAccessKey(),
    };
    const account = newAccount(spec, key, context.now);
    store.addAccount(account);
    keys[account.accountId] = key;
    for (const role of spec.roles) {
      addRole(
        account,
        {
          roleName: role.name,
          path: role.path,
          trustPolicyText:
            typeof role.trustPolicy === "string" ? role.trustPolicy : JSON.stringify(role.trustPolicy),
          maxSessionDuration: role.maxSessionDuration,
          description: role.description,
        },
        context.now,
      );
    }
    for (const provider of spec.samlProviders ?? []) addSamlProvider(account, provider, context);
  }
  return keys;
}

function newAccount(spec: AccountSpec, adminKey: AccessKeyPair, now: Date): Account {
  if (!/^\d{12}$/.test(spec.accountId)) throw new Error(`${spec.accountId} is not an account number`);
  const partition = PARTITIONS[spec.partition ?? "aws"];
  const admin = {
    userName: ADMIN,
    path: "/",
    userId: uniqueId("AIDA"),
    arn: `arn:${partition.name}:iam::${spec.accountId}:user/${ADMIN}`,
    createDate: now,
    accessKeys: [{ ...adminKey, status: "Active" as const, createDate: now }],
    inlinePolicies: new Map(),
    attachedPolicyArns: [`arn:${partition.name}:iam::aws:policy/AdministratorAccess`],
    tags: {},
  };
  return {
    accountId: spec.accountId,
    name: spec.name,
    alias: spec.alias,
    partition,
    optInRegions: spec.optInRegions ?? [],
    roles: new Map(),
    samlProviders: new Map(),
    users: new Map([[ADMIN.toLowerCase(), admin]]),
    oidcProviders: new Map(),
    managedPolicies: new Map(),
    mfaDevices: new Map(),
    rootAccessKeys: spec.rootAccessKey === undefined ? [] : [spec.rootAccessKey],
  };
}
