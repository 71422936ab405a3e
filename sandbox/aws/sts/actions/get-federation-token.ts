import { fault } from "../../faults";
import { type Constraint, checkConstraints } from "../../query/constraints";
import type { QueryParams } from "../../query/query-params";
import type { QueryAction } from "../../query/query-service";
import type { FederatedUserSession } from "../../store/session";
import { checkTags } from "../../tags/session-tags";
import { packedPolicySize } from "../packed-size";
import { requirePermission } from "../require-permission";
import { newCredentials, wireCredentials } from "../role-session";
import { federatedUserIdentity } from "../session-arn";
import {
  durationOf,
  nameConstraint,
  readTags,
  sessionConstraints,
  tagConstraints,
} from "../session-parameters";
import { readSessionPolicies } from "../session-policies";
import { MAX_USER_DURATION, sessionUserOf, userDuration } from "../user-session";

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_GetFederationToken.html */
export const getFederationToken: QueryAction = {
  signed: true,
  run(call, caller) {
    const { cloud, request } = call;
    const { params } = request;
    checkConstraints(constraints(params));
    if (caller.kind === "session") throw fault("notWithSessionCredentials", "GetFederationToken");
    const { account } = caller;
    const name = params.get("Name") ?? "";
    const { arn, userId } = federatedUserIdentity(account, name);
    // Nothing is passed on from a federated user, so there are no transitive tags.
    const { tags } = checkTags({ tags: readTags(params).tags, transitiveTagKeys: [] }, cloud.assumptions);
    const hasTags = Object.keys(tags).length > 0;
    for (const action of ["sts:GetFederationToken", ...(hasTags ? ["sts:TagSession"] : [])]) {
      requirePermission({ action, resource: arn }, call, caller, (context) => {
        context.set("aws:TagKeys", Object.keys(tags));
        for (const [key, value] of Object.entries(tags)) context.set(`aws:RequestTag/${key}`, value);
      });
    }
    const policies = readSessionPolicies(
      { policy: params.get("Policy"), policyArns: params.members("PolicyArns", "arn") },
      cloud,
    );
    const session: FederatedUserSession = {
      kind: "federated-user",
      federatedUserName: name,
      ...newCredentials(account, userDuration(caller, durationOf(params)), cloud.clock()),
      ...sessionUserOf(caller),
      tags,
      ...policies,
    };
    return {
      Credentials: wireCredentials(session, cloud),
      FederatedUser: { FederatedUserId: userId, Arn: arn },
      PackedPolicySize: packedPolicySize(tags, policies, cloud.assumptions),
    };
  },
};

function constraints(params: QueryParams): Constraint[] {
  const printsValue = true;
  return [
    nameConstraint("name", params.get("Name"), { max: 32, required: true, printsValue }),
    ...sessionConstraints(params, { maxDuration: MAX_USER_DURATION, printsValue }),
    ...tagConstraints(params),
  ];
}
