import type { WorldAccount } from "./model";
import { HOUR } from "./policies";

/** In AWS China: run by other companies, with regions, addresses, an audience and ARNs of its own. */
export const CHINA: WorldAccount = {
  accountId: "352086174429",
  name: "Meridian Shanghai",
  alias: "meridian-cn",
  partition: "aws-cn",
  region: "cn-north-1",
  fallbackRegions: ["cn-northwest-1"],
  color: "violet",
  labels: { environment: "production", partition: "china" },
  registered: true,
  roles: [
    {
      name: "BerthPlanner",
      description: "Plan the berths in Shanghai, in AWS China",
      maxSessionDuration: 4 * HOUR,
      allowsSourceIdentity: true,
      target: { sourceIdentity: true },
    },
  ],
};
