import type { WorldAccount } from "./model";
import { HOUR } from "./policies";

/** In AWS GovCloud (US): a partition of its own, with other regions, addresses, audiences and ARNs. */
export const PUBLIC_SECTOR: WorldAccount = {
  accountId: "688417250391",
  name: "Meridian Public Sector",
  alias: "meridian-gov",
  partition: "aws-us-gov",
  region: "us-gov-west-1",
  useFips: true,
  color: "violet",
  labels: { environment: "production", partition: "govcloud" },
  registered: true,
  roles: [
    {
      name: "HarbourInspector",
      description: "Read the inspection records of public harbours, in GovCloud",
      maxSessionDuration: 4 * HOUR,
      allowsSourceIdentity: true,
      target: { sourceIdentity: true },
    },
  ],
};
