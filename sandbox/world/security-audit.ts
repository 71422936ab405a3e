import type { WorldRole } from "./model";
import { HOUR, managed } from "./policies";

/** The same in every account. */
export const SECURITY_AUDIT: WorldRole = {
  name: "SecurityAudit",
  description: "Read configuration, policies and trails for an audit",
  maxSessionDuration: 4 * HOUR,
  allowsSourceIdentity: true,
  permissions: managed("SecurityAudit"),
  target: { sourceIdentity: true },
};
