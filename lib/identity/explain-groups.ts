import type { GroupsClaim } from "./identity";

/** Why somebody may see fewer roles than they expect, for both readers. */
export interface GroupsExplanation {
  readonly person: string;
  readonly administrator: string;
}

const EXPLANATIONS: Readonly<Record<Exclude<GroupsClaim, "present">, GroupsExplanation>> = {
  missing: {
    person:
      "Your identity provider did not send your groups, so roles that come from a group are not shown. Ask your administrator to check the connection.",
    administrator:
      "The sign-in held none of the attributes that the mapping names for groups. At the identity provider, add a group attribute statement (SAML) or a groups claim (OpenID Connect) to the application, or name the right attribute in the mapping.",
  },
  overage: {
    person:
      "You are in so many groups that your identity provider left them out, so roles that come from a group are not shown. Ask your administrator: they can limit which groups are sent.",
    administrator:
      "Entra ID left the groups out because there were more than 150 (SAML) or 200 (OpenID Connect). In the application's token configuration choose “Groups assigned to the application”, or use app roles and map the roles claim.",
  },
  not_provisioned: {
    person:
      "Your identity provider has not told Rolebridge your groups yet, so roles that come from a group are not shown. This can take a while; if it stays, ask your administrator.",
    administrator:
      "Groups of this connection come from provisioning, and no provisioned user has this username. Assign the person to the provisioning app at the identity provider, and check that userName there is what the sign-in sends as the username.",
  },
};

/** Undefined when the groups were sent and there is nothing to explain. */
export function explainGroups(groupsClaim: GroupsClaim): GroupsExplanation | undefined {
  return groupsClaim === "present" ? undefined : EXPLANATIONS[groupsClaim];
}
