import type { Assumptions } from "../assumptions";
import { addMfaDevice, virtualMfaSerial } from "../iam/create-mfa-device";
import { addOidcProvider } from "../iam/create-oidc-provider";
import { addManagedPolicy } from "../iam/create-policy";
import { addRole } from "../iam/create-role";
import { addSamlProvider } from "../iam/create-saml-provider";
import { addUser } from "../iam/create-user";
import type { NewPermissions } from "../iam/new-permissions";
import { fromBase32 } from "../mfa/base32";
import { PARTITIONS } from "../partitions";
import type { AccountSpec, PermissionsSpec, RoleSpec, UserSpec, WorldSpec } from "../world-spec";
import type { AccessKeyPair, Account } from "./account";
import { accessKeyId, secretAccessKey } from "./ids";
import type { Store } from "./store";

const ADMIN = "Administrator";

interface SeedContext {
  readonly now: Date;
  readonly assumptions: Assumptions;
}

/**
 * Puts a world into the store, through the same doors as IAM calls.
 * @returns the administrator's key of each account, by account number.
 * @throws AwsFault when IAM would refuse part of it, Error when an account is not one.
 */
export function seedWorld(
  world: WorldSpec,
  store: Store,
  context: SeedContext,
): Readonly<Record<string, AccessKeyPair>> {
  const keys: Record<string, AccessKeyPair> = {};
  for (const spec of world.accounts) {
    const account = newAccount(spec);
    store.addAccount(account);
    const key = spec.adminAccessKey ?? newAccessKey(spec.accountId);
    keys[account.accountId] = key;
    const administrator = {
      name: ADMIN,
      accessKeys: [key],
      permissions: { attached: [`arn:${account.partition.name}:iam::aws:policy/AdministratorAccess`] },
    };
    fillAccount(account, { ...spec, users: [administrator, ...(spec.users ?? [])] }, context);
  }
  return keys;
}

function newAccessKey(accountId: string): AccessKeyPair {
  return { accessKeyId: accessKeyId("AKIA", accountId), secretAccessKey: secretAccessKey() };
}

function newAccount(spec: AccountSpec): Account {
  if (!/^\d{12}$/.test(spec.accountId)) throw new Error(`${spec.accountId} is not an account number`);
  return {
    accountId: spec.accountId,
    name: spec.name,
    alias: spec.alias,
    partition: PARTITIONS[spec.partition ?? "aws"],
    optInRegions: spec.optInRegions ?? [],
    stsDisabledRegions: spec.stsDisabledRegions ?? [],
    roles: new Map(),
    samlProviders: new Map(),
    users: new Map(),
    oidcProviders: new Map(),
    managedPolicies: new Map(),
    mfaDevices: new Map(),
    rootAccessKeys: spec.rootAccessKey === undefined ? [] : [spec.rootAccessKey],
  };
}

function fillAccount(account: Account, spec: AccountSpec, context: SeedContext): void {
  for (const { name, document } of spec.policies ?? []) {
    addManagedPolicy(account, { policyName: name, text: asText(document) }, context.now);
  }
  for (const user of spec.users ?? []) seedUser(account, user, context);
  for (const role of spec.roles) seedRole(account, role, context);
  for (const provider of spec.samlProviders ?? []) addSamlProvider(account, provider, context);
  for (const provider of spec.oidcProviders ?? []) {
    addOidcProvider(account, { thumbprints: [], ...provider }, context);
  }
}

function seedRole(account: Account, role: RoleSpec, { now }: SeedContext): void {
  const { name: roleName, path, maxSessionDuration, description } = role;
  const trustPolicyText = asText(role.trustPolicy);
  addRole(
    account,
    { roleName, path, trustPolicyText, maxSessionDuration, description, ...permissionsOf(role) },
    now,
  );
}

function seedUser(account: Account, user: UserSpec, { now }: SeedContext): void {
  const { name: userName, path, accessKeys = [] } = user;
  addUser(account, { userName, path, accessKeys, ...permissionsOf(user) }, now);
  for (const { serialNumber = virtualMfaSerial(account, userName), secret } of user.mfaDevices ?? []) {
    const device = addMfaDevice(account, serialNumber, fromBase32(secret));
    account.mfaDevices.set(serialNumber, { ...device, userName, enableDate: now });
  }
}

function permissionsOf({
  permissions: { inline = {}, attached = [] } = {},
  tags = {},
}: {
  readonly permissions?: PermissionsSpec;
  readonly tags?: Readonly<Record<string, string>>;
}): NewPermissions {
  const texts = Object.entries(inline).map(([name, policy]) => [name, asText(policy)]);
  return { inline: Object.fromEntries(texts), attached, tags };
}

const asText = (policy: string | object) => (typeof policy === "string" ? policy : JSON.stringify(policy));
