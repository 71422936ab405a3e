import type { WorldRole } from "./model";
import { HOUR, managed } from "./policies";

/** What one opens a customer's file or a key with: each asks for more than having signed in this morning. */
export const STEP_UP_ROLES: readonly WorldRole[] = [
  {
    name: "CustomerRecords",
    description: "Look into a customer's file; asks for a fresh sign-in and a reason",
    maxSessionDuration: HOUR,
    allowsSourceIdentity: true,
    permissions: managed("ReadOnlyAccess"),
    target: { sourceIdentity: true, freshSignInSeconds: 900, requireReason: true },
  },
  {
    name: "PaymentOperator",
    description: "Release payments to carriers; asks for a second factor",
    maxSessionDuration: HOUR,
    allowsSourceIdentity: true,
    permissions: managed("ReadOnlyAccess"),
    target: { sourceIdentity: true, requireMfa: true },
  },
  {
    name: "KeyCustodian",
    description: "Rotate the keys that seal shipments; asks for a passkey",
    maxSessionDuration: HOUR,
    allowsSourceIdentity: true,
    permissions: managed("ReadOnlyAccess"),
    target: { sourceIdentity: true, requirePasskey: true },
  },
];
