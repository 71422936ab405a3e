import { z } from "zod";
import { isRegionOf, PARTITIONS } from "../../aws/partitions";
import type { Account } from "../../entitlements/model";
import { label, wanted } from "./fields";
import { parseInput, patched } from "./parse-input";

const MAX_LABELS = 50;

const accountId = z
  .string({ error: wanted("text") })
  // People paste 1111-2222-3333 from the AWS console.
  .transform((text) => text.replace(/[\s-]/g, ""))
  .refine((text) => /^[0-9]{12}$/.test(text), "must be the 12 digits of an AWS account");

const alias = z
  .string({ error: wanted("text") })
  .transform((text) => text.trim())
  .refine(
    (text) => /^(?=.{3,63}$)[a-z0-9]+(-[a-z0-9]+)*$/.test(text),
    "must be 3 to 63 lower-case letters, digits and single hyphens, as IAM's account alias",
  )
  // In /go/{account}/{role} either may stand.
  .refine((text) => !/^[0-9]{12}$/.test(text), "must not look like an account number");

const accountSchema = z
  .strictObject(
    {
      accountId,
      name: label(100),
      alias: alias.optional(),
      partition: z
        .enum(["aws", "aws-cn", "aws-us-gov", "aws-eusc"], {
          error: "must be aws, aws-cn, aws-us-gov or aws-eusc",
        })
        .default("aws"),
      region: label(40).optional(),
      color: label(40)
        .refine((text) => /^(#[0-9a-fA-F]{6}|[a-z]+)$/.test(text), "must be a colour name or like #2f6f4f")
        .optional(),
      labels: z
        .record(label(64), label(256), { error: "must be an object of texts" })
        .refine(
          (labels) => Object.keys(labels).length <= MAX_LABELS,
          `must have at most ${MAX_LABELS} labels`,
        )
        .default({}),
    },
    { error: "must be a JSON object" },
  )
  .transform((input, context): Account => {
    const { partition } = input;
    const region = input.region ?? PARTITIONS[partition].defaultRegion;
    if (!isRegionOf(partition, region)) {
      const example = PARTITIONS[partition].defaultRegion;
      context.addIssue({
        code: "custom",
        path: ["region"],
        message: `must be a region of the partition ${partition}, like ${example}`,
      });
    }
    return {
      accountId: input.accountId,
      partition,
      name: input.name,
      ...(input.alias === undefined ? {} : { alias: input.alias }),
      region,
      ...(input.color === undefined ? {} : { color: input.color }),
      labels: input.labels,
    };
  });

/** @throws AppError `request.invalid` */
export function parseAccount(input: unknown): Account {
  return parseInput(accountSchema, input);
}

/** @throws AppError `request.invalid` */
export function patchAccount(current: Account, patch: unknown): Account {
  return parseAccount(patched({ ...current }, patch));
}
