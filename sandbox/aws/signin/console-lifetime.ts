import type { Cloud } from "../cloud";
import type { Session } from "../store/session";

/**
 * When a console session made from credentials ends, in milliseconds since the epoch: with the credentials, or after
 * SessionDuration where that is allowed.
 * @returns nothing when SessionDuration is given and refused: for federation tokens, chained roles, values outside 900 to
 * 43200, and values that are not below the role's maximum.
 */
export function consoleLifetime(
  session: Session,
  sessionDuration: string | null,
  { store, clock, assumptions }: Cloud,
): number | undefined {
  if (sessionDuration === null) return session.expiresAt;
  const seconds = /^\d{1,6}$/.test(sessionDuration) ? Number(sessionDuration) : Number.NaN;
  if (session.kind !== "assumed-role" || session.chained || !(seconds >= 900 && seconds <= 43_200))
    return undefined;
  const maximum = store.roleByArn(session.roleArn)?.role.maxSessionDuration ?? 0;
  const atMaximum = assumptions.signinDurationAtRoleMaximum === "accept" && seconds === maximum;
  return seconds < maximum || atMaximum ? clock().getTime() + seconds * 1000 : undefined;
}
