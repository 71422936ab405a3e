import { CHINA } from "./china";
import { DATA } from "./data";
import type { WorldAccount } from "./model";
import { PAYROLL } from "./payroll";
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
  PAYROLL,
  PUBLIC_SECTOR,
  CHINA,
  PLAYGROUND,
  SHARED_SERVICES,
];

/** Those that Rolebridge is told about on the first day. */
export const REGISTERED_ACCOUNTS = ACCOUNTS.filter((account) => account.registered);
