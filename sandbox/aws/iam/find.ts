import { fault } from "../faults";
import { ARN_CHARACTERS, checkConstraints } from "../query/constraints";
import type { QueryParams } from "../query/query-params";
import type {
  Account,
  ManagedPolicy,
  MfaDevice,
  OidcProvider,
  Role,
  SamlProvider,
  User,
} from "../store/account";

/** The role that `RoleName` names. @throws AwsFault NoSuchEntity */
export function findRole(account: Account, params: QueryParams): Role {
  const name = requireName(params, "RoleName", "roleName");
  const role = account.roles.get(name.toLowerCase());
  if (role === undefined) throw fault("noSuchEntity", `The role with name ${name} cannot be found.`);
  return role;
}

/** The user that `UserName` names. @throws AwsFault NoSuchEntity */
export function findUser(account: Account, params: QueryParams): User {
  const name = requireName(params, "UserName", "userName");
  const user = account.users.get(name.toLowerCase());
  if (user === undefined) throw fault("noSuchEntity", `The user with name ${name} cannot be found.`);
  return user;
}

function requireName(params: QueryParams, parameter: string, field: string): string {
  const name = params.get(parameter);
  checkConstraints([{ field, value: name, required: true, min: 1, max: 64 }]);
  return name ?? "";
}

/** The provider that `SAMLProviderArn` names. @throws AwsFault NoSuchEntity */
export function findSamlProvider(account: Account, params: QueryParams): SamlProvider {
  const arn = requireArn(params, "SAMLProviderArn", "sAMLProviderArn");
  const provider = [...account.samlProviders.values()].find((candidate) => candidate.arn === arn);
  if (provider === undefined) throw fault("noSuchEntity", `SAMLProvider not found for arn ${arn}`);
  return provider;
}

/** The provider that `OpenIDConnectProviderArn` names. @throws AwsFault NoSuchEntity */
export function findOidcProvider(account: Account, params: QueryParams): OidcProvider {
  const arn = requireArn(params, "OpenIDConnectProviderArn", "openIDConnectProviderArn");
  const provider = [...account.oidcProviders.values()].find((candidate) => candidate.arn === arn);
  if (provider === undefined) throw fault("noSuchEntity", `OpenIDConnect Provider not found for arn ${arn}`);
  return provider;
}

/** The account's own policy that `PolicyArn` names. @throws AwsFault NoSuchEntity */
export function findPolicy(account: Account, params: QueryParams): ManagedPolicy {
  const arn = requireArn(params, "PolicyArn", "policyArn");
  const policy = account.managedPolicies.get(arn);
  if (policy === undefined) throw fault("noSuchEntity", `Policy ${arn} was not found.`);
  return policy;
}

/** The MFA device that `SerialNumber` names. @throws AwsFault NoSuchEntity */
export function findMfaDevice(account: Account, params: QueryParams): MfaDevice {
  const serial = params.get("SerialNumber");
  checkConstraints([{ field: "serialNumber", value: serial, required: true, min: 9, max: 256 }]);
  const device = account.mfaDevices.get(serial ?? "");
  if (device === undefined) {
    throw fault("noSuchEntity", `VirtualMFADevice with serial number ${serial} does not exist.`);
  }
  return device;
}

function requireArn(params: QueryParams, parameter: string, field: string): string {
  const arn = params.get(parameter);
  checkConstraints([{ field, value: arn, required: true, min: 20, max: 2048, pattern: ARN_CHARACTERS }]);
  return arn ?? "";
}
