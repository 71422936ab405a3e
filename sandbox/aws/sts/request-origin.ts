import type { RequestOrigin } from "../authorize/request-keys";
import { fault } from "../faults";
import type { QueryRequest } from "../query/query-request";
import type { Account } from "../store/account";

/** @param signedRegion Region of the signature, which says what a loopback address cannot. */
export function requestOrigin(request: QueryRequest, signedRegion?: string): RequestOrigin {
  return {
    sourceIp: request.sourceIp,
    userAgent: request.headers["user-agent"],
    region: request.endpointRegion ?? signedRegion,
  };
}

/**
 * Refuses an endpoint that the account has off: an opt-in Region it never switched on, or one whose STS it switched off.
 * @throws AwsFault RegionDisabledException
 */
export function refuseDisabledRegion(account: Account, { region }: RequestOrigin): void {
  if (region === undefined) return;
  const { partition, optInRegions, stsDisabledRegions, accountId } = account;
  const neverOn = partition.optInRegions.includes(region) && !optInRegions.includes(region);
  if (neverOn || stsDisabledRegions.includes(region)) throw fault("regionDisabled", accountId);
}
