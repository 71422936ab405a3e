import { DATA } from "./data";
import type { WorldAccount } from "./model";
import { PLAYGROUND } from "./playground";
import { PRODUCTION } from "./production";
import { PUBLIC_SECTOR } from "./public-sector";
import { SHARED_SERVICES } from "./shared-services";
import { STAGING } from "./staging";

/** The company's AWS accounts. */
export const ACCOUNTS: readonly WorldAccount[] = [
  PRODUCTION,
  STAGING,
  DATA,
  PUBLIC_SECTOR,
  PLAYGROUND,
  SHARED_SERVICES,
];

/** Those that Rolebridge is told about on the first day. */
export const REGISTERED_ACCOUNTS = ACCOUNTS.filter((account) => account.registered);
