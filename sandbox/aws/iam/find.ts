import { fault } from "../faults";
import { ARN_CHARACTERS, checkConstraints } from "../query/constraints";
import type { QueryParams } from "../query/query-params";
import type { Account, Role, SamlProvider } from "../store/account";

/** The role that `RoleName` names. @throws AwsFault NoSuchEntity */
export function findRole(account: Account, params: QueryParams): Role {
  const name = params.get("RoleName");
  checkConstraints([{ field: "roleName", value: name, required: true, min: 1, max: 64 }]);
  const role = account.roles.get((name ?? "").toLowerCase());
  if (role === undefined) throw fault("noSuchEntity", `The role with name ${name} cannot be found.`);
  return role;
}

/** The provider that `SAMLProviderArn` names. @throws AwsFault NoSuchEntity */
export function findSamlProvider(account: Account, params: QueryParams): SamlProvider {
  const arn = params.get("SAMLProviderArn");
  checkConstraints([
    { field: "sAMLProviderArn", value: arn, required: true, min: 20, max: 2048, pattern: ARN_CHARACTERS },
  ]);
  const provider = [...account.samlProviders.values()].find((candidate) => candidate.arn === arn);
  if (provider === undefined) throw fault("noSuchEntity", `SAMLProvider not found for arn ${arn}`);
  return provider;
}
