import type { AuditAction, AuditOutcome } from "@/lib/audit/event";

/** What happened, in words. A new action does not compile without its words. */
export const ACTION_WORDS: Readonly<Record<AuditAction, string>> = {
  "login.succeeded": "Signed in",
  "login.refused": "Sign-in refused",
  "login.tested": "Tested a sign-in",
  "session.ended": "Signed out",
  "credentials.requested": "Asked for credentials",
  "credentials.issued": "Got credentials",
  "credentials.refused": "Credentials refused",
  "console.requested": "Asked for the console",
  "console.issued": "Opened the console",
  "console.refused": "Console refused",
  "connection.created": "Added a connection",
  "connection.updated": "Changed a connection",
  "connection.deleted": "Deleted a connection",
  "account.created": "Added an account",
  "account.updated": "Changed an account",
  "account.deleted": "Deleted an account",
  "target.created": "Added a target",
  "target.updated": "Changed a target",
  "target.deleted": "Deleted a target",
  "grant.created": "Added a grant",
  "grant.updated": "Changed a grant",
  "grant.deleted": "Deleted a grant",
  "key.created": "Made a signing key",
  "key.used": "Switched to a signing key",
  "key.retired": "Retired a signing key",
  "admin.refused": "Change refused",
};

export const OUTCOME_WORDS: Readonly<Record<AuditOutcome, string>> = {
  success: "Done",
  refused: "Refused",
  failed: "Failed",
};
