import type { SelectOption } from "@/app/_ui/select-field";
import type { TargetKind } from "@/lib/entitlements/model";
import type { FieldSpec } from "../_forms/field-spec";
import { durationOptions } from "../_parts/durations";
import { only, ROLE_KINDS } from "./target-kinds";

/** What there is to choose from for what a kind needs. */
export interface KindChoices {
  readonly accessKeys: readonly SelectOption[];
  readonly samlConnections: readonly SelectOption[];
}

const MFA_SERIAL: FieldSpec = {
  kind: "text",
  name: "mfaSerial",
  label: "MFA device",
  optional: true,
  mono: true,
  placeholder: "arn:aws:iam::123456789012:mfa/on-call",
  hint: "The ARN of the IAM user's device. People then type its six-digit code each time.",
};

const RECIPIENT = {
  kind: "text",
  name: "recipient",
  label: "Recipient",
  optional: true,
  mono: true,
  placeholder: "https://signin.aws.amazon.com/saml/acs/SAMLSP…",
} as const;

function accessKeyFields({ accessKeys }: KindChoices): readonly FieldSpec[] {
  return [
    {
      kind: "select",
      name: "accessKeyId",
      label: "Who assumes it",
      hint: "The AWS identity that the role trusts.",
      options: [{ value: "", label: "Rolebridge's own AWS identity" }, ...accessKeys],
      ...only("assume-role"),
    },
    {
      kind: "select",
      name: "accessKeyId",
      label: "Access key of the IAM user",
      hint:
        accessKeys.length > 0
          ? "The sealed key that asks AWS. It must be of this account."
          : "There is none yet: add it under Access keys first.",
      options: [{ value: "", label: "Choose one" }, ...accessKeys],
      ...only("federation-token", "session-token"),
    },
  ];
}

function relayFields({ samlConnections }: KindChoices): readonly FieldSpec[] {
  return [
    {
      kind: "select",
      name: "relayConnection",
      label: "Connection",
      hint: "Whose app for AWS sends its assertions to Rolebridge. Its page says which addresses to enter there.",
      options: [{ value: "", label: "Choose one" }, ...samlConnections],
      ...only("saml-relay"),
    },
    {
      kind: "text",
      name: "providerArn",
      label: "ARN of its SAML provider in IAM",
      mono: true,
      placeholder: "arn:aws:iam::123456789012:saml-provider/company",
      hint: "The entry of your identity provider in this account, which the role trusts.",
      ...only("saml-relay"),
    },
  ];
}

/** What only this kind needs, where it is needed. */
export function kindFields(choices: KindChoices): readonly FieldSpec[] {
  return [
    ...relayFields(choices),
    ...accessKeyFields(choices),
    {
      kind: "text",
      name: "externalId",
      label: "External ID",
      optional: true,
      mono: true,
      hint: "Shared with the role's owner, who puts it into the trust policy. It keeps others from using the role through you.",
      generate: { label: "Make one" },
      ...only("assume-role"),
    },
    { ...MFA_SERIAL, ...only("assume-role", "session-token") },
    {
      kind: "text",
      name: "hubRoleArn",
      label: "Hub role",
      optional: true,
      mono: true,
      placeholder: "arn:aws:iam::123456789012:role/Hub",
      hint: "A role that is assumed first and then assumes this one. AWS then gives one hour at most.",
      ...only("assume-role"),
    },
    ...policyFields("federation-token"),
  ];
}

/** The policies that narrow a session. For a federated user they are all it has. */
export function policyFields(...kinds: readonly TargetKind[]): readonly FieldSpec[] {
  const needed = kinds.includes("federation-token");
  return [
    {
      kind: "textarea",
      name: "sessionPolicy",
      label: "Session policy",
      optional: true,
      mono: true,
      rows: 5,
      hint: needed ? "JSON. Without a policy the session may do nothing." : "JSON, at most 2,048 characters.",
      ...only(...kinds),
    },
    {
      kind: "textarea",
      name: "policyArns",
      label: "Managed policies for the session",
      optional: true,
      mono: true,
      rows: 2,
      placeholder: "arn:aws:iam::aws:policy/ReadOnlyAccess",
      hint: "ARNs, one a line, at most 10.",
      ...only(...kinds),
    },
  ];
}

export function tagFields(attributes: readonly string[]): readonly FieldSpec[] {
  const tagged = only("saml", "web-identity", "assume-role", "federation-token");
  const chained = only("saml", "web-identity", "assume-role");
  return [
    {
      kind: "tags",
      name: "sessionTags",
      label: "Session tags",
      optional: true,
      hint: "Each key with a fixed value, or with the value of an attribute that the identity provider vouches for.",
      attributes,
      ...tagged,
    },
    {
      kind: "checkbox",
      name: "useConnectionTags",
      label: "Also take the tags of the person's connection",
      hint: "Where both name a key, this target's rule counts.",
      ...tagged,
    },
    {
      kind: "textarea",
      name: "transitiveTagKeys",
      label: "Tags that stay",
      optional: true,
      mono: true,
      rows: 2,
      hint: "Keys, one a line. They stay when the session assumes another role, and nobody there can change them.",
      ...chained,
    },
    {
      kind: "checkbox",
      name: "sourceIdentity",
      label: "Set the source identity",
      hint: "AWS then shows who it was even after another role is assumed.",
      ...chained,
    },
  ];
}

/** Where things are in AWS, for what differs from the rule. */
export function addressFields(): readonly FieldSpec[] {
  return [
    {
      kind: "text",
      name: "roleArn",
      label: "Role ARN",
      optional: true,
      mono: true,
      ...only(...ROLE_KINDS),
    },
    {
      kind: "select",
      name: "roleMaxDurationSeconds",
      label: "The role's maximum in IAM",
      hint: "If you know it, nobody is offered more than AWS will give.",
      options: [{ value: "", label: "Not known" }, ...durationOptions("role-maximum")],
      ...only(...ROLE_KINDS),
    },
    {
      kind: "text",
      name: "providerArn",
      label: "SAML provider ARN",
      optional: true,
      mono: true,
      ...only("saml"),
    },
    {
      ...RECIPIENT,
      hint: "Only when IAM shows an address of its own for the provider.",
      ...only("saml"),
    },
    {
      ...RECIPIENT,
      hint: "Only when the role is to take one sign-in address of AWS alone. The app for AWS must name the same.",
      ...only("saml-relay"),
    },
    {
      kind: "textarea",
      name: "encryptionCertificate",
      label: "Encryption certificate",
      optional: true,
      mono: true,
      rows: 3,
      placeholder: "-----BEGIN CERTIFICATE-----",
      hint: "Only when the provider in IAM requires encrypted assertions.",
      ...only("saml"),
    },
    {
      kind: "text",
      name: "audience",
      label: "Audience",
      optional: true,
      mono: true,
      placeholder: "sts.amazonaws.com",
      hint: "Only when the provider in IAM lists another.",
      ...only("web-identity"),
    },
    {
      kind: "text",
      name: "destination",
      label: "Console page",
      optional: true,
      mono: true,
      hint: "Where “Open console” leads, an https address of the AWS console.",
      ...only(...ROLE_KINDS, "federation-token"),
    },
  ];
}
