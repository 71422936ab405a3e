import type { ErrorSpec } from "../error-spec";

/** For identity providers, which show them in the log of their provisioning. */
export const SCIM_CODES = {
  "scim.token_invalid": {
    kind: "unauthenticated",
    title:
      "This is no token for provisioning this connection. Make a new one on the connection's page in Rolebridge and enter it at the identity provider.",
  },
  "scim.off": {
    kind: "forbidden",
    title: "Provisioning is off for this connection. Turn it on on the connection's page in Rolebridge.",
  },
  "scim.not_found": {
    kind: "not_found",
    title: "There is no such resource here. Let the identity provider look for it again and make it anew.",
  },
  "scim.uniqueness": {
    kind: "conflict",
    title: "Another one already has this name or external id. Use that one, or choose another name.",
  },
  "scim.version_mismatch": {
    kind: "conflict",
    title: "This was changed since it was read. Read it again, then change it.",
  },
  "scim.invalid_syntax": {
    kind: "invalid",
    title: "This is not a SCIM 2.0 request that can be read. What is wrong with it is below.",
  },
  "scim.invalid_value": {
    kind: "invalid",
    title: "A value is missing or not usable. Correct it at the identity provider; it is named below.",
  },
  "scim.invalid_filter": {
    kind: "invalid",
    title: "This filter cannot be answered. Ask with eq for a name or an id.",
  },
  "scim.invalid_path": {
    kind: "invalid",
    title: "The path of this change cannot be read. Correct the attribute mapping at the identity provider.",
  },
  "scim.no_target": {
    kind: "invalid",
    title: "This change does not say what it is about. Give it a path.",
  },
} as const satisfies Record<string, ErrorSpec>;
