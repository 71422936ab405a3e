import type { TargetKind } from "@/lib/entitlements/model";
import type { ChoiceOption } from "../_forms/field-spec";

interface KindWords {
  /** What one wants to achieve. */
  readonly label: string;
  readonly text: string;
  /** In a table. */
  readonly short: string;
  /** What it is called in AWS. */
  readonly call: string;
}

/** The kinds of targets in words for somebody who has never read AWS's documentation. */
export const KIND_WORDS: Readonly<Record<TargetKind, KindWords>> = {
  saml: {
    label: "A role, the usual way",
    text: "The role trusts Rolebridge. It opens the console and gives credentials.",
    short: "SAML",
    call: "AssumeRoleWithSAML",
  },
  "saml-relay": {
    label: "A role that trusts the company sign-in",
    text: "Your identity provider has an app for AWS already. Rolebridge passes its word on, unchanged.",
    short: "SAML, passed on",
    call: "AssumeRoleWithSAML, relayed",
  },
  "web-identity": {
    label: "A role that trusts tokens",
    text: "OpenID Connect instead of SAML: AWS reads Rolebridge's keys itself, so there is nothing to upload.",
    short: "Web identity",
    call: "AssumeRoleWithWebIdentity",
  },
  "assume-role": {
    label: "A contractor's or partner's role",
    text: "An AWS identity assumes it for the person, with an external ID, an MFA code or through a hub role.",
    short: "Assumed role",
    call: "AssumeRole",
  },
  "federation-token": {
    label: "A part of what an IAM user may do",
    text: "For accounts without roles. A policy says which part.",
    short: "IAM user, narrowed",
    call: "GetFederationToken",
  },
  "session-token": {
    label: "Break glass",
    text: "An IAM user with an MFA device, for the day when nothing else works. Asks what it is for.",
    short: "Break glass",
    call: "GetSessionToken",
  },
};

export const KIND_CHOICES: readonly ChoiceOption[] = Object.entries(KIND_WORDS).map(
  ([value, { label, text, call }]) => ({ value, label, text, aside: call }),
);

export const ROLE_KINDS = ["saml", "saml-relay", "web-identity", "assume-role"] as const;
export const USER_KINDS = ["federation-token", "session-token"] as const;

/** For fields of the form that these kinds alone have. */
export const only = (...kinds: readonly TargetKind[]) => ({ showWhen: { field: "kind", is: kinds } });
