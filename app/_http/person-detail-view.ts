import type { PersonDetail } from "@/lib/flows/admin/person-use-cases";
import { personView } from "./views";

/** As in `views.ts`: member by member. */
export function personDetailView(person: PersonDetail) {
  return {
    ...personView(person),
    isDisabled: person.isDisabled,
    groupsFrom: person.groupsFrom,
    userOfAnother: person.userOfAnother && {
      id: person.userOfAnother.id,
      userName: person.userOfAnother.userName,
      personId: person.userOfAnother.person.id,
    },
    entitlements: person.entitlements.map(({ id, accountId, accountName, roleName, because }) => ({
      id,
      accountId,
      accountName,
      roleName,
      because: because.map(({ grantId, connection, principal, expiresAt }) => ({
        grantId,
        connection,
        principal,
        expiresAt,
      })),
    })),
    sessions: person.sessions.map(({ id, createdAt, lastSeenAt, expiresAt, remoteAddress, userAgent }) => ({
      id,
      createdAt,
      lastSeenAt,
      expiresAt,
      remoteAddress,
      userAgent,
    })),
  };
}
