import { AWS_GUARDS } from "./aws-guards";
import { CONTENT_GUARDS } from "./content-guards";
import { FLOW_GUARDS } from "./flow-guards";
import type { Guard } from "./guard";
import { ISSUING_GUARDS } from "./issuing-guards";
import { LOGOUT_GUARDS } from "./logout-guards";
import { MESSAGE_GUARDS } from "./message-guards";
import { METADATA_GUARDS } from "./metadata-guards";
import { OIDC_GUARDS } from "./oidc-guards";
import { PROFILE_GUARDS } from "./profile-guards";
import { PROVISIONING_GUARDS } from "./provisioning-guards";
import { SEALING_GUARDS } from "./sealing-guards";
import { SIGNATURE_GUARDS } from "./signature-guards";
import { STEP_UP_GUARDS } from "./step-up-guards";
import { WEB_GUARDS } from "./web-guards";

export const ALL_GUARDS: readonly Guard[] = [
  ...MESSAGE_GUARDS,
  ...SIGNATURE_GUARDS,
  ...PROFILE_GUARDS,
  ...CONTENT_GUARDS,
  ...LOGOUT_GUARDS,
  ...FLOW_GUARDS,
  ...METADATA_GUARDS,
  ...OIDC_GUARDS,
  ...STEP_UP_GUARDS,
  ...ISSUING_GUARDS,
  ...AWS_GUARDS,
  ...PROVISIONING_GUARDS,
  ...SEALING_GUARDS,
  ...WEB_GUARDS,
];
