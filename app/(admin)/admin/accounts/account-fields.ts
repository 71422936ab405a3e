import { ACCOUNT_COLORS } from "@/app/_ui/account-marker";
import type { Account } from "@/lib/entitlements/model";
import type { FieldGroup, FieldValues } from "../_forms/field-spec";

const PARTITIONS = [
  { value: "aws", label: "AWS (commercial)" },
  { value: "aws-us-gov", label: "AWS GovCloud (US)" },
  { value: "aws-cn", label: "AWS China" },
  { value: "aws-eusc", label: "AWS European Sovereign Cloud" },
];

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
          ? [{ kind: "select" as const, name: "partition", label: "Partition", options: PARTITIONS }]
          : []),
        {
          kind: "text",
          name: "region",
          label: "Region",
          optional: true,
          mono: true,
          placeholder: "eu-west-1",
          hint: "Where its STS is asked and where the console opens.",
        },
        { kind: "select", name: "color", label: "Colour", options: COLOURS, optional: true },
      ],
    },
  ];
}

export const NEW_ACCOUNT: FieldValues = { partition: "aws" };

export function accountValues(account: Account): FieldValues {
  return { name: account.name, alias: account.alias, region: account.region, color: account.color };
}
