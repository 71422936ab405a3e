import type { ErrorSpec } from "../error-spec";

export const ISSUANCE_CODES = {
  "issuance.not_entitled": {
    kind: "not_found",
    title:
      "You cannot use this role now, or it does not exist. Look at the list of your roles, or ask an administrator for access.",
  },
  "issuance.locked_down": {
    kind: "forbidden",
    title:
      "An administrator has locked this down: no access is given out at the moment. Ask them when it will be lifted.",
  },
  "issuance.access_key_missing": {
    kind: "internal",
    title: "The key that Rolebridge uses for this is gone. Ask your administrator to enter it again.",
  },
  "issuance.reason_required": {
    kind: "invalid",
    title: "This role asks what you need it for. Give a reason; it is kept in the audit.",
  },
  "issuance.mfa_required": {
    kind: "invalid",
    title: "This role asks for a one-time code. Enter the six digits of the MFA device named below.",
  },
  "issuance.mfa_code_invalid": {
    kind: "invalid",
    title: "This is not a one-time code. Enter the six digits that the MFA device shows now.",
  },
  "issuance.console_impossible": {
    kind: "invalid",
    title: "AWS lets sessions of this kind into no console. Take credentials instead.",
  },
  "issuance.relay_needed": {
    kind: "conflict",
    title:
      "This role needs a fresh proof from your identity provider, good for five minutes. Fetch one there; you come back by yourself.",
  },
  "issuance.relay_role_missing": {
    kind: "forbidden",
    title:
      "Your identity provider did not give you this role at AWS. Ask whoever looks after its app for AWS to assign it to you.",
  },
  "issuance.relay_recipient_wrong": {
    kind: "forbidden",
    title:
      "Your identity provider's proof is made out to another sign-in address of AWS than this role takes. Ask whoever looks after its app for AWS to correct the recipient.",
  },
  "issuance.sts_impossible": {
    kind: "invalid",
    title: "Sessions of this kind may not ask STS this. Choose one of your other roles.",
  },
  "issuance.duration_invalid": {
    kind: "invalid",
    title: "This duration is not possible here. Choose another as named below.",
  },
  "issuance.tag_invalid": {
    kind: "invalid",
    title:
      "AWS would not accept a session tag of this role. Ask your administrator to look at the tag named below.",
  },
  "issuance.policy_invalid": {
    kind: "invalid",
    title:
      "AWS would not accept the session policies of this role. Ask your administrator to look at what is named below.",
  },
  "issuance.assertion_invalid": {
    kind: "invalid",
    title:
      "AWS would not accept the proof that could be made here. Ask your administrator to look at the value named below.",
  },
  "issuance.console_unavailable": {
    kind: "invalid",
    title:
      "This role cannot be opened in the console by posting a sign-in form. Open it by link, or take credentials instead.",
  },
  "issuance.destination_invalid": {
    kind: "invalid",
    title:
      "The console can only be opened at an address of the AWS console. Use an https address of this account's console.",
  },
  "issuance.issuer_unusable": {
    kind: "invalid",
    title:
      "AWS takes web identity only from an https address without a port, and this Rolebridge has another. Ask your administrator to choose another kind for this role.",
  },
  "issuance.endpoint_invalid": {
    kind: "invalid",
    title:
      "AWS has no such endpoint for this account. Ask your administrator to look at the setting named below.",
  },
  "issuance.region_invalid": {
    kind: "invalid",
    title: "This is not a region of the account's partition. Choose another region.",
  },
} as const satisfies Record<string, ErrorSpec>;
