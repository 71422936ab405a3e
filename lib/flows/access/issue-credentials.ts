import { executePlan } from "../../issuance/execute-plan";
import { requirePerson } from "../authorize";
import type { FlowContext } from "../flow-context";
import type { AccessUseCases } from "../use-cases";
import { issue } from "./issue";

const ACTIONS = {
  requested: "credentials.requested",
  issued: "credentials.issued",
  refused: "credentials.refused",
} as const;

type Context = Pick<
  FlowContext,
  "clock" | "random" | "settings" | "entitlements" | "connections" | "audit" | "issuance" | "keyrings"
>;

/** Temporary credentials for one of the person's own targets. */
export function issueCredentials(context: Context): AccessUseCases["issueCredentials"] {
  return async (actor, { entitlementId, durationSeconds, region, reason }) => {
    const { given, plan, entitlement } = await issue(context, requirePerson(actor), {
      use: "credentials",
      entitlementId,
      wish: {
        ...(durationSeconds === undefined ? {} : { durationSeconds }),
        ...(region === undefined ? {} : { region }),
      },
      reason,
      actions: ACTIONS,
      obtain: async (sessionPlan) => {
        const { session, proofId, attempts } = await executePlan(sessionPlan, context.issuance);
        const { assumedRoleArn, accessKeyId, expiration } = session;
        // The access key id is what CloudTrail shows; without its secret it opens nothing.
        return { given: session, detail: { assumedRoleArn, accessKeyId, expiration, proofId, attempts } };
      },
    });
    return { session: given, plan, entitlement, durationDecidedBy: plan.durationDecidedBy };
  };
}
