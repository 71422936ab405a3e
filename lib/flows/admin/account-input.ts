import { z } from "zod";
import { isRegionOf, PARTITIONS } from "../../aws/partitions";
import type { Account } from "../../entitlements/model";
import { flag, label, wanted } from "./fields";
import { parseInput, patched } from "./parse-input";

const MAX_LABELS = 50;
const MAX_REGIONS = 5;

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
      fallbackRegions: z
        .array(label(40), { error: "must be a list of regions" })
        .max(MAX_REGIONS, `must have at most ${MAX_REGIONS} regions`)
        .default([]),
      useFips: flag.default(false),
      useDualStack: flag.default(false),
      stsEndpoint: z
        .string({ error: wanted("text") })
        .refine(isOrigin, "must be an https address without a path, like https://sts.example.com")
        .optional(),
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
    const example = PARTITIONS[partition].defaultRegion;
    const wrong = (path: string) => {
      const message = `must be a region of the partition ${partition}, like ${example}`;
      context.addIssue({ code: "custom", path: [path], message });
    };
    if (!isRegionOf(partition, region)) wrong("region");
    if (!input.fallbackRegions.every((other) => isRegionOf(partition, other))) wrong("fallbackRegions");
    return {
      accountId: input.accountId,
      partition,
      name: input.name,
      ...(input.alias === undefined ? {} : { alias: input.alias }),
      region,
      fallbackRegions: input.fallbackRegions,
      useFips: input.useFips,
      useDualStack: input.useDualStack,
      ...(input.stsEndpoint === undefined ? {} : { stsEndpoint: input.stsEndpoint }),
      ...(input.color === undefined ? {} : { color: input.color }),
      labels: input.labels,
    };
  });

function isOrigin(text: string): boolean {
  return URL.canParse(text) && new URL(text).origin === text && text.startsWith("https://");
}

/** @throws AppError `request.invalid` */
export function parseAccount(input: unknown): Account {
  return parseInput(accountSchema, input);
}

/** @throws AppError `request.invalid` */
export function patchAccount(current: Account, patch: unknown): Account {
  return parseAccount(patched({ ...current }, patch));
}
