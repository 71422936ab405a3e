import { authorize } from "../authorize/authorize";
import { encodeDenial } from "../authorize/denial-message";
import { requestContext } from "../authorize/request-keys";
import { fault } from "../faults";
import type { QueryAction, QueryCall } from "../query/query-service";
import type { WireRecord } from "../query/wire-value";
import type { Caller } from "../sigv4/authenticate";
import type { Account } from "../store/account";
import { requestOrigin } from "../sts/request-origin";
import { callerIdentity } from "../sts/session-arn";
import { resourceArn } from "./resource-arn";

/** An IAM action, open to whom the policies of the caller's account allow it. */
export function adminAction(
  name: string,
  run: (call: QueryCall, account: Account, caller: Caller) => WireRecord | undefined,
): QueryAction {
  return {
    signed: true,
    run(call, caller) {
      requirePermission(`iam:${name}`, call, caller);
      return run(call, caller.account, caller);
    },
  };
}

/** @throws AwsFault AccessDenied, with an encoded message where that is switched on. */
function requirePermission(action: string, { cloud, request }: QueryCall, caller: Caller): void {
  const { account } = caller;
  const resource = resourceArn(request.params, account);
  const context = requestContext(requestOrigin(request), account.partition);
  context.set("iam:PolicyARN", request.params.get("PolicyArn"));
  const question = { action, resource, resourceAccountId: account.accountId, context };
  const verdict = authorize(caller, question, cloud);
  if (verdict.allowed) return;
  const encoded = cloud.assumptions.encodedRefusals
    ? encodeDenial(caller, question, verdict, cloud)
    : undefined;
  throw fault("notAuthorizedEncoded", callerIdentity(caller).arn, action, resource, encoded);
}
