import { requireRegionOf } from "../aws/partitions";
import type { StsPlace } from "../aws/sts-port";
import type { Account } from "../entitlements/model";

/**
 * Which endpoints of an account are asked: the wished region first; the account's others stay behind it for the
 * day that it fails.
 * @throws AppError `issuance.region_invalid`
 */
export function stsPlace(account: Account, wish?: string): StsPlace {
  const first = requireRegionOf(account.partition, wish ?? account.region);
  const others = [account.region, ...account.fallbackRegions].filter((region) => region !== first);
  return {
    partition: account.partition,
    regions: [first, ...new Set(others)],
    useFips: account.useFips,
    useDualStack: account.useDualStack,
    ...(account.stsEndpoint === undefined ? {} : { endpointUrl: account.stsEndpoint }),
  };
}
