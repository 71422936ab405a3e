import { fault } from "../../faults";
import { redeemMfa } from "../../mfa/redeem-code";
import { checkConstraints } from "../../query/constraints";
import type { QueryAction } from "../../query/query-service";
import type { UserSession } from "../../store/session";
import { newCredentials, wireCredentials } from "../role-session";
import { durationOf, mfaConstraints } from "../session-parameters";
import { MAX_USER_DURATION, sessionUserOf, userDuration } from "../user-session";

/** Needs no permission. https://docs.aws.amazon.com/STS/latest/APIReference/API_GetSessionToken.html */
export const getSessionToken: QueryAction = {
  signed: true,
  run({ cloud, request: { params } }, caller) {
    checkConstraints([
      { field: "durationSeconds", value: durationOf(params), min: 900, max: MAX_USER_DURATION },
      ...mfaConstraints(params),
    ]);
    if (caller.kind === "session") throw fault("notWithSessionCredentials", "GetSessionToken");
    const withMfa = redeemMfa(
      { serialNumber: params.get("SerialNumber"), tokenCode: params.get("TokenCode") },
      { account: caller.account, user: caller.kind === "user" ? caller.user : undefined },
      cloud,
    );
    const now = cloud.clock();
    const session: UserSession = {
      kind: "session-token",
      ...newCredentials(caller.account, userDuration(caller, durationOf(params)), now),
      ...sessionUserOf(caller),
      ...(withMfa ? { mfaAuthenticatedAt: now.getTime() } : {}),
      tags: {},
      sessionPolicies: [],
      sessionPolicyArns: [],
    };
    return { Credentials: wireCredentials(session, cloud) };
  },
};
