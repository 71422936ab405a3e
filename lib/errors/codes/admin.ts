import type { ErrorSpec } from "../error-spec";

export const ADMIN_CODES = {
  "admin.not_found": {
    kind: "not_found",
    title: "This no longer exists, or never did. Go back to the list.",
  },
  "admin.conflict": {
    kind: "conflict",
    title: "Something else already has this name. Choose another.",
  },
  "admin.in_use": {
    kind: "conflict",
    title: "This is still in use. Change or delete what uses it first; it is named below.",
  },
  "admin.last_way_in": {
    kind: "conflict",
    title:
      "Administrators sign in through this connection and through no other. Name administrators of another connection in ROLEBRIDGE_ADMINS, or set ROLEBRIDGE_ADMIN_TOKEN_SHA256, before it is closed.",
  },
  "admin.locked_down_already": {
    kind: "conflict",
    title: "This is locked down already. Look at the list of lock-downs.",
  },
  "admin.lifted_already": {
    kind: "conflict",
    title: "This lock-down was lifted before. Look at the list of lock-downs.",
  },
  "admin.access_key_invalid": {
    kind: "invalid",
    title:
      "Rolebridge cannot use this access key. Enter a long-term key of an IAM user made for Rolebridge; what is wrong with this one is below.",
  },
  "admin.metadata_invalid": {
    kind: "invalid",
    title:
      "This is not usable SAML metadata of an identity provider. Download it again from the identity provider and paste it whole.",
  },
  "admin.fetch_failed": {
    kind: "upstream",
    title: "The address could not be read. Check it, and that this server may reach it.",
  },
  "admin.no_user_to_move": {
    kind: "conflict",
    title:
      "No provisioned user of this person's name belongs to another sign-in any more, so nothing was moved. Load the page again.",
  },
  "admin.would_lock_out": {
    kind: "conflict",
    title:
      "After this change you would not be an administrator any more, so it was not made. Let your identity provider provision you and the group of administrators first, then sign in again.",
  },
} as const satisfies Record<string, ErrorSpec>;
