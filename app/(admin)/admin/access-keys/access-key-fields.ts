import type { FieldGroup, FieldValues } from "../_forms/field-spec";
import { PARTITIONS } from "../accounts/account-fields";

/** What is asked for a key of an IAM user. Whose it is, AWS says. */
export const ACCESS_KEY_FIELDS: readonly FieldGroup[] = [
  {
    fields: [
      {
        kind: "text",
        name: "accessKeyId",
        label: "Access key ID",
        mono: true,
        placeholder: "AKIA…",
        hint: "Of an IAM user made for Rolebridge, never of the root user.",
      },
      {
        kind: "text",
        name: "secretAccessKey",
        label: "Secret access key",
        type: "password",
        hint: "Kept sealed; never shown again. AWS is asked at once whether it works.",
      },
      {
        kind: "text",
        name: "note",
        label: "Note",
        optional: true,
        hint: "Who made it, and what for.",
      },
      { kind: "select", name: "partition", label: "Partition", options: PARTITIONS },
    ],
  },
];

export const NEW_ACCESS_KEY: FieldValues = { partition: "aws" };
