import { ACCESS_CODES } from "./codes/access";
import { ADMIN_CODES } from "./codes/admin";
import { AWS_CODES } from "./codes/aws";
import { DELIVERY_CODES } from "./codes/delivery";
import { ISSUANCE_CODES } from "./codes/issuance";
import { KEYS_CODES } from "./codes/keys";
import { REQUEST_CODES } from "./codes/request";
import { SCIM_CODES } from "./codes/scim";
import { SIGNIN_CODES } from "./codes/signin";
import { SIGNOUT_CODES } from "./codes/signout";
import { STEPUP_CODES } from "./codes/stepup";
import { STORE_CODES } from "./codes/store";
import { TRUST_CODES } from "./codes/trust";
import type { ErrorSpec } from "./error-spec";

export type { ErrorKind, ErrorSpec } from "./error-spec";

/** Every code there is. A code is stable: clients may rely on it. */
export const ERROR_CODES = {
  ...REQUEST_CODES,
  ...ACCESS_CODES,
  ...SIGNIN_CODES,
  ...SIGNOUT_CODES,
  ...ISSUANCE_CODES,
  ...STEPUP_CODES,
  ...AWS_CODES,
  ...DELIVERY_CODES,
  ...ADMIN_CODES,
  ...KEYS_CODES,
  ...STORE_CODES,
  ...TRUST_CODES,
  ...SCIM_CODES,
} as const satisfies Record<string, ErrorSpec>;

export type ErrorCode = keyof typeof ERROR_CODES;
