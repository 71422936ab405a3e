import { createHash } from "node:crypto";
import { userOfAccount } from "../role-of-account";
import type { IssuanceKind } from "./kind";
import { IAM_USER_SESSION_SECONDS } from "./session-token";
import { refuseUncarried } from "./uncarried";

const MAX_NAME = 32;
/** 80 bits: nobody finds a second username that leads to somebody's name. */
const HASH_CHARACTERS = 20;

/** GetFederationToken: an IAM user's key makes a session under the person's name, within a session policy. */
export const federationTokenKind: IssuanceKind<"federation-token"> = {
  maxDurationSeconds: () => IAM_USER_SESSION_SECONDS,

  limitations: ({ sessionPolicy, policyArns }) =>
    sessionPolicy === undefined && policyArns.length === 0
      ? ["iam", "sts", "no_permissions_without_policy"]
      : ["iam", "sts"],

  plan: ({ accessKey }, common) => {
    refuseUncarried(common, "GetFederationToken", ["transitive tag keys", "a source identity"]);
    return {
      accessKeyId: accessKey.accessKeyId,
      userArn: userOfAccount(accessKey.userArn, common),
      federatedName: federatedName(common.sessionName),
    };
  },

  async execute(plan, tools) {
    const { value, attempts } = await tools.sts.getFederationToken({
      place: plan.sts,
      caller: await tools.caller(plan.accessKeyId),
      name: plan.federatedName,
      durationSeconds: plan.durationSeconds,
      ...(plan.policy === undefined ? {} : { policy: plan.policy }),
      policyArns: plan.policyArns,
      tags: plan.tags,
    });
    return { session: value, attempts };
  },
};

/**
 * A person's name of at most 32 characters, where session names have 64. A name that fits is taken as it is, unless
 * it has just the length that shortened names have: so no username can be chosen to look like somebody's short one.
 */
function federatedName(sessionName: string): string {
  if (sessionName.length < MAX_NAME) return sessionName;
  // Session names are unique whatever the case.
  const hash = createHash("sha256").update(sessionName.toLowerCase()).digest("hex").slice(0, HASH_CHARACTERS);
  return `${sessionName.slice(0, MAX_NAME - HASH_CHARACTERS - 1)}-${hash}`;
}
