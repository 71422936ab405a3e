import { authorize } from "../authorize/authorize";
import { requestContext } from "../authorize/request-keys";
import { fault } from "../faults";
import type { RequestContext } from "../policy/request-context";
import type { QueryCall } from "../query/query-service";
import type { Caller } from "../sigv4/authenticate";
import { signedRegion } from "../sigv4/credential";
import { requestOrigin } from "./request-origin";
import { callerIdentity } from "./session-arn";

/**
 * Refuses an STS call that no policy of the caller's own allows.
 * @param setKeys sets the condition keys of the call.
 * @throws AwsFault AccessDenied
 */
export function requirePermission(
  { action, resource }: { readonly action: string; readonly resource: string },
  { cloud, request }: QueryCall,
  caller: Caller,
  setKeys: (context: RequestContext) => void = () => {},
): void {
  const { account } = caller;
  const context = requestContext(requestOrigin(request, signedRegion(request)), account.partition);
  setKeys(context);
  const question = { action, resource, resourceAccountId: account.accountId, context };
  if (!authorize(caller, question, cloud).allowed) {
    throw fault("notAuthorized", callerIdentity(caller).arn, action, resource);
  }
}
