import { userOfAccount } from "../role-of-account";
import type { IssuanceKind } from "./kind";
import { mfaProof } from "./mfa-proof";
import { refuseUncarried } from "./uncarried";

/** What GetFederationToken and GetSessionToken give at most: 36 hours. */
export const IAM_USER_SESSION_SECONDS = 129_600;

/**
 * GetSessionToken: an IAM user's own permissions for a while, with a code of its MFA device. What is done with it
 * is done as that user: only our audit knows the person.
 */
export const sessionTokenKind: IssuanceKind<"session-token"> = {
  maxDurationSeconds: () => IAM_USER_SESSION_SECONDS,

  // IAM takes such a session only when a code was shown for it; STS nothing but AssumeRole and GetCallerIdentity.
  limitations: ({ mfaSerial }) => (mfaSerial === undefined ? ["console", "iam", "sts"] : ["console", "sts"]),

  plan: ({ accessKey, mfaSerial }, common) => {
    refuseUncarried(common, "GetSessionToken", [
      "session tags",
      "transitive tag keys",
      "a source identity",
      "a session policy",
    ]);
    return {
      accessKeyId: accessKey.accessKeyId,
      userArn: userOfAccount(accessKey.userArn, common),
      ...(mfaSerial === undefined ? {} : { mfaSerial }),
    };
  },

  async execute(plan, tools, proof) {
    const mfa = mfaProof(plan.mfaSerial, proof);
    const { value, attempts } = await tools.sts.getSessionToken({
      place: plan.sts,
      caller: await tools.caller(plan.accessKeyId),
      userArn: plan.userArn,
      durationSeconds: plan.durationSeconds,
      ...(mfa === undefined ? {} : { mfa }),
    });
    return { session: value, attempts };
  },
};
