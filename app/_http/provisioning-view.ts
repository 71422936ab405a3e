import type { ProvisioningView } from "@/lib/flows/provisioning/admin-provisioning-use-cases";

/** As in `views.ts`: member by member. */
export function provisioningView(provisioning: ProvisioningView) {
  const { counts } = provisioning;
  return {
    enabled: provisioning.enabled,
    groupsFrom: provisioning.groupsFrom,
    groupName: provisioning.groupName,
    matchAttribute: provisioning.matchAttribute ?? null,
    baseUrl: provisioning.baseUrl,
    tokens: provisioning.tokens.map(({ id, name, createdAt, lastUsedAt }) => ({
      id,
      name,
      createdAt,
      lastUsedAt: lastUsedAt ?? null,
    })),
    counts: {
      users: counts.users,
      activeUsers: counts.activeUsers,
      knownUsers: counts.knownUsers,
      groups: counts.groups,
      lastChangeAt: counts.lastChangeAt ?? null,
    },
  };
}
