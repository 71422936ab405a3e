import { found } from "../admin/change";
import { requireReader } from "../authorize";
import type { FlowContext } from "../flow-context";
import { checkTarget } from "./check-target";
import type { InspectUseCases } from "./inspect-use-cases";
import { planFor } from "./plan-for";
import { previewTarget } from "./preview-target";
import { revocation, setUpAccount, setUpTarget } from "./set-up";

/** What administrators find out before people do. */
export function inspectUseCases(context: FlowContext): InspectUseCases {
  return {
    planFor: planFor(context),
    previewTarget: previewTarget(context),
    checkTarget: checkTarget(context),
    setUpTarget: setUpTarget(context),
    setUpAccount: setUpAccount(context),
    revocation: revocation(context),
    auditEvent: async (actor, id) => {
      await requireReader(context, actor, "audit.get");
      return found(await context.audit.byId(id));
    },
  };
}
