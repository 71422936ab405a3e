import { executePlan } from "../../issuance/execute-plan";
import { requirePerson } from "../authorize";
import type { AccessUseCases } from "../use-cases";
import { type IssuingContext, issue } from "./issue";

const ACTIONS = {
  requested: "credentials.requested",
  issued: "credentials.issued",
  refused: "credentials.refused",
} as const;

/** Temporary credentials for one of the person's own targets. */
export function issueCredentials(context: IssuingContext): AccessUseCases["issueCredentials"] {
  return async (actor, { entitlementId, durationSeconds, region, ...personal }) => {
    const { given, plan, entitlement } = await issue(context, requirePerson(actor), {
      use: "credentials",
      entitlementId,
      wish: {
        ...(durationSeconds === undefined ? {} : { durationSeconds }),
        ...(region === undefined ? {} : { region }),
      },
      personal,
      limitedAs: "credentials",
      actions: ACTIONS,
      obtain: async (sessionPlan, _entitlement, proof) => {
        const { session, proofId, attempts } = await executePlan(sessionPlan, context.issuance, proof);
        const { assumedRoleArn, accessKeyId, expiration, packedPercent } = session;
        // The access key id is what CloudTrail shows; without its secret it opens nothing.
        const detail = { assumedRoleArn, accessKeyId, expiration, proofId, packedPercent, attempts };
        return { given: session, detail };
      },
    });
    return { session: given, plan, entitlement, durationDecidedBy: plan.durationDecidedBy };
  };
}
