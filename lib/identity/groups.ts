import { AppError } from "../errors/app-error";
import type { VerifiedOidcLogin } from "../oidc/verified-login";
import type { VerifiedSamlLogin } from "../saml/verified-login";
import { ROLE_ATTRIBUTES } from "./attribute-mapping";
import type { GroupsClaim } from "./identity";
import type { LoginAttributes } from "./login-attributes";
import { faultInName } from "./text-rules";

export interface Groups {
  readonly groups: readonly string[];
  readonly groupsClaim: GroupsClaim;
}

/** Entra ID sends this instead of the groups when a person has more than 150; a JWT names them in `_claim_names`. */
const ENTRA_SAML_OVERAGE = "http://schemas.microsoft.com/claims/groups.link";

function isOverage(login: VerifiedSamlLogin | VerifiedOidcLogin, attributes: LoginAttributes): boolean {
  if (login.protocol === "saml") return attributes.values(ENTRA_SAML_OVERAGE) !== undefined;
  const { _claim_names: claimNames, hasgroups } = login.claims;
  const isDistributed = typeof claimNames === "object" && claimNames !== null && "groups" in claimNames;
  return isDistributed || hasgroups === true || hasgroups === "true";
}

function checkGroup(group: string): void {
  const fault = faultInName(group);
  if (fault) throw new AppError("signin.identity_incomplete", { reason: `group_${fault}` });
}

/**
 * Reads the groups by the first name of the mapping that was sent. "Sent and empty", "not sent" and "left
 * out because there were too many" are three different answers: only the first means that somebody is in no
 * group. The overage marker's address is never fetched: it would be a request to a place the token chose.
 *
 * Roles do not stand in for groups that were left out, or a person would silently lose what groups give.
 * @throws AppError `signin.identity_incomplete` when a group's name could be taken for another's
 */
export function readGroups(
  login: VerifiedSamlLogin | VerifiedOidcLogin,
  attributes: LoginAttributes,
  names: readonly string[],
): Groups {
  const sent = names.find((name) => attributes.values(name) !== undefined);
  const asksForGroups = names.some((name) => !ROLE_ATTRIBUTES.has(name));
  if ((sent === undefined || ROLE_ATTRIBUTES.has(sent)) && asksForGroups && isOverage(login, attributes)) {
    return { groups: [], groupsClaim: "overage" };
  }
  if (sent === undefined) {
    // Present, but a list of objects: not the same as not sent.
    if (login.protocol === "oidc" && names.some((name) => login.claims[name] !== undefined)) {
      throw new AppError("signin.identity_incomplete", { reason: "groups_unreadable" });
    }
    return { groups: [], groupsClaim: "missing" };
  }
  // Some providers send one empty value for "no groups"; an empty text is no group's name.
  const groups = [...new Set(attributes.values(sent))].filter((group) => group !== "");
  groups.forEach(checkGroup);
  return { groups, groupsClaim: "present" };
}
