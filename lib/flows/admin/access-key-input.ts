import { z } from "zod";
import { PARTITIONS } from "../../aws/partitions";
import type { StsPlace } from "../../aws/sts-port";
import { Secret } from "../../secret/secret";
import { label, note, wanted } from "./fields";
import { parseInput } from "./parse-input";

const accessKeyId = label(128)
  .refine(
    (text) => !text.startsWith("ASIA"),
    "is a temporary key, which ends by itself: enter a long-term key of an IAM user, which begins with AKIA",
  )
  .refine(
    (text) => text.startsWith("ASIA") || /^AKIA[A-Z0-9]{12,124}$/.test(text),
    "must be the id of an IAM user's access key, like AKIAIOSFODNN7EXAMPLE",
  );

const secretAccessKey = z
  .string({ error: wanted("text") })
  .transform((text) => text.trim())
  // Says nothing of what stands there: messages are shown and logged.
  .refine((text) => /^[A-Za-z0-9/+=]{16,128}$/.test(text), "is not a secret access key: copy it again")
  .transform((text) => new Secret(text));

const schema = z.strictObject(
  {
    accessKeyId,
    secretAccessKey,
    note: note(500).optional(),
    partition: z
      .enum(Object.keys(PARTITIONS) as (keyof typeof PARTITIONS)[], {
        error: `must be one of ${Object.keys(PARTITIONS).join(", ")}`,
      })
      .optional(),
    accountId: z
      .string({ error: wanted("text") })
      .transform((text) => text.replace(/[\s-]/g, ""))
      .optional(),
  },
  { error: "must be a JSON object" },
);

export interface AccessKeyInput {
  readonly accessKeyId: string;
  readonly secretAccessKey: Secret;
  readonly note?: string | undefined;
  /** Whose STS can say whose key it is; `aws` when absent. */
  readonly partition?: keyof typeof PARTITIONS | undefined;
  /** An account that Rolebridge knows, whose own endpoints are asked instead. */
  readonly accountId?: string | undefined;
}

/** @throws AppError `request.invalid` */
export function parseAccessKey(input: unknown): AccessKeyInput {
  return parseInput(schema, input);
}

/** Where a key of a partition can be asked about. */
export function placeOfPartition(partition: keyof typeof PARTITIONS): StsPlace {
  return {
    partition,
    regions: [PARTITIONS[partition].defaultRegion],
    useFips: false,
    useDualStack: false,
  };
}
