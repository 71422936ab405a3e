import { ACCOUNT_COLORS } from "@/app/_ui/account-marker";
import type { Account } from "@/lib/entitlements/model";
import type { FieldGroup, FieldValues } from "../_forms/field-spec";

const PARTITION_LABELS: Readonly<Record<Account["partition"], string>> = {
  aws: "AWS (commercial)",
  "aws-us-gov": "AWS GovCloud (US)",
  "aws-cn": "AWS China",
  "aws-eusc": "AWS European Sovereign Cloud",
  "aws-iso": "AWS Top Secret (aws-iso)",
  "aws-iso-b": "AWS Secret (aws-iso-b)",
  "aws-iso-e": "AWS isolated, Europe (aws-iso-e)",
  "aws-iso-f": "AWS isolated, US (aws-iso-f)",
};

/** What an account or a key can be of. */
export const PARTITIONS = Object.entries(PARTITION_LABELS).map(([value, label]) => ({ value, label }));

/** How the account's STS is reached, for what differs from the rule. */
const STS: FieldGroup = {
  title: "How STS is reached",
  folded: true,
  description:
    "Sessions are asked of STS in the account's region. When that does not answer in time, the next one is asked; a refusal is final.",
  fields: [
    {
      kind: "textarea",
      name: "fallbackRegions",
      label: "Other regions to ask",
      optional: true,
      mono: true,
      rows: 3,
      placeholder: "eu-central-1",
      hint: "One a line, in the order in which they are asked, at most 5.",
    },
    {
      kind: "checkbox",
      name: "useFips",
      label: "Use FIPS endpoints",
      hint: "Where a rule demands validated cryptography. Not every region has them.",
    },
    {
      kind: "checkbox",
      name: "useDualStack",
      label: "Use dual-stack endpoints",
      hint: "For networks that have IPv6 only.",
    },
    {
      kind: "text",
      name: "stsEndpoint",
      label: "An STS of its own",
      optional: true,
      mono: true,
      type: "url",
      placeholder: "https://sts.example.com",
      hint: "Instead of AWS's: for an isolated partition, or a store that speaks STS.",
    },
  ],
};

const COLOURS = [
  { value: "", label: "Chosen by its number" },
  ...Object.keys(ACCOUNT_COLORS).map((name) => ({
    value: name,
    label: `${name[0]?.toUpperCase() ?? ""}${name.slice(1)}`,
  })),
];

/** What an account form asks. The number and the partition are settled when the account is added. */
export function accountFields(isNew: boolean): readonly FieldGroup[] {
  return [
    {
      fields: [
        ...(isNew
          ? [
              {
                kind: "text" as const,
                name: "accountId",
                label: "Account number",
                hint: "Twelve digits, as AWS shows them in the top right corner of the console.",
                mono: true,
                inputMode: "numeric" as const,
                placeholder: "123456789012",
              },
            ]
          : []),
        { kind: "text", name: "name", label: "Name", hint: "What people call it. They search for it." },
        {
          kind: "text",
          name: "alias",
          label: "Alias",
          optional: true,
          mono: true,
          hint: "Short and without spaces; used in links such as /go/alias/role.",
        },
        ...(isNew
          ? [
              {
                kind: "select" as const,
                name: "partition",
                label: "Partition",
                hint: "A part of AWS with addresses of its own. Nearly every account is in the commercial one.",
                options: PARTITIONS,
              },
            ]
          : []),
        {
          kind: "text",
          name: "region",
          label: "Region",
          optional: true,
          mono: true,
          placeholder: "eu-west-1",
          hint: "Where its STS is asked and where the console opens. Left empty: the partition's first one.",
        },
        { kind: "select", name: "color", label: "Colour", options: COLOURS, optional: true },
      ],
    },
    STS,
  ];
}

export const NEW_ACCOUNT: FieldValues = { partition: "aws" };

export function accountValues(account: Account): FieldValues {
  return {
    name: account.name,
    alias: account.alias,
    region: account.region,
    color: account.color,
    fallbackRegions: account.fallbackRegions.join("\n"),
    useFips: account.useFips ? "on" : undefined,
    useDualStack: account.useDualStack ? "on" : undefined,
    stsEndpoint: account.stsEndpoint,
  };
}
