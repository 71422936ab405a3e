import type { WireRecord } from "../query/wire-value";
import type { Role } from "../store/account";

/** A role as IAM prints it; documents are percent-encoded (RFC 3986). */
export function wireRole(role: Role): WireRecord {
  return {
    Path: role.path,
    RoleName: role.roleName,
    RoleId: role.roleId,
    Arn: role.arn,
    CreateDate: role.createDate,
    AssumeRolePolicyDocument: percentEncoded(role.trustPolicyText),
    Description: role.description,
    MaxSessionDuration: role.maxSessionDuration,
  };
}

/** RFC 3986, as IAM prints documents. */
export function percentEncoded(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
