import type { CutOff } from "@/lib/flows/admin/lock-down-use-cases";
import type { LockDown } from "@/lib/flows/lock-down";

/** A lock-down as the API tells it. */
export function lockDownView({
  id,
  scope,
  subjectId,
  subjectName,
  reason,
  createdAt,
  createdBy,
  lifted,
}: LockDown) {
  return {
    id,
    scope,
    accountId: scope === "account" ? subjectId : undefined,
    personId: scope === "person" ? subjectId : undefined,
    subjectName,
    status: lifted === undefined ? "in_force" : "lifted",
    reason,
    createdAt,
    createdBy,
    lifted: lifted && { at: lifted.at, by: lifted.by, reason: lifted.reason },
  };
}

export function cutOffView({ sessions, isCut, revocations }: CutOff) {
  return {
    sessions: sessions.map(
      ({ eventId, at, username, targetName, roleArn, sessionName, accessKeyId, expiration }) => ({
        eventId,
        at,
        username,
        targetName,
        roleArn,
        sessionName,
        accessKeyId,
        expiration,
      }),
    ),
    isCut,
    revocations: revocations.map(
      ({ arn, accountId, accountName, policyName, policy, consoleUrl, command }) => ({
        arn,
        accountId,
        accountName,
        policyName,
        policy,
        consoleUrl,
        command,
      }),
    ),
  };
}
