import { fault } from "../faults";
import type { QueryAction, QueryCall } from "../query/query-service";
import type { WireRecord } from "../query/wire-value";
import type { Account } from "../store/account";
import { callerIdentity } from "../sts/session-arn";

/**
 * An IAM action open to an account's users, all of them administrators here. Role sessions have no permissions until the
 * sandbox evaluates permission policies.
 */
export function adminAction(
  name: string,
  run: (call: QueryCall, account: Account) => WireRecord | undefined,
): QueryAction {
  return {
    signed: true,
    run(call, caller) {
      if (caller.kind === "user") return run(call, caller.account);
      throw fault("notAuthorized", callerIdentity(caller).arn, `iam:${name}`, "*");
    },
  };
}
