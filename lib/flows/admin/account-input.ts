import { z } from "zod";
import type { Partition } from "../../aws/partition";
import { endpointFor, isRegionOf, PARTITIONS, stsEndpointFault } from "../../aws/partitions";
import type { Account } from "../../entitlements/model";
import { flag, label, wanted } from "./fields";
import { parseInput, patched, refuseField } from "./parse-input";
import { asContinuation } from "./session-tag-fields";

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
        .enum(Object.keys(PARTITIONS) as Partition[], {
          error: `must be one of ${Object.keys(PARTITIONS).join(", ")}`,
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
        .transform((text) => text.trim().replace(/\/$/, ""))
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
    const refuse = (path: string, message: string) =>
      context.addIssue({ code: "custom", path: [path], message });
    const wanted = `of the partition ${partition}, like ${PARTITIONS[partition].defaultRegion}`;
    if (!isRegionOf(partition, region)) refuse("region", `must be a region ${wanted}`);
    const { fallbackRegions, stsEndpoint } = input;
    if (!fallbackRegions.every((other) => isRegionOf(partition, other))) {
      refuse("fallbackRegions", `must be regions ${wanted}`);
    } else if (new Set([region, ...fallbackRegions]).size <= fallbackRegions.length) {
      refuse("fallbackRegions", "must be other regions than the first one, each once");
    }
    const { useFips, useDualStack } = input;
    const wish = {
      useFips,
      useDualStack,
      ...(stsEndpoint === undefined ? {} : { endpointUrl: stsEndpoint }),
    };
    const faults = [region, ...fallbackRegions].map((asked) => stsEndpointFault(partition, asked, wish));
    const fault = faults.find((found) => found !== undefined);
    if (fault !== undefined) refuse(useFips ? "useFips" : "useDualStack", asContinuation(fault));
    return {
      accountId: input.accountId,
      partition,
      name: input.name,
      ...(input.alias === undefined ? {} : { alias: input.alias }),
      region,
      fallbackRegions,
      useFips: input.useFips,
      useDualStack: input.useDualStack,
      ...(stsEndpoint === undefined ? {} : { stsEndpoint }),
      ...(input.color === undefined ? {} : { color: input.color }),
      labels: input.labels,
    };
  });

export interface AccountRules {
  /** Lets an endpoint use `http:` on loopback. */
  readonly insecureHttpOnLoopback: boolean;
}

const LOOPBACK = /^(localhost|127\.0\.0\.1|\[::1\])$/;

/** Proofs and signed requests go there: nobody on the way may read them. */
function checkEndpoint({ stsEndpoint }: Account, { insecureHttpOnLoopback }: AccountRules): void {
  if (stsEndpoint === undefined) return;
  const endpoint = endpointFor(stsEndpoint, "eu-west-1");
  const url = URL.canParse(endpoint) ? new URL(endpoint) : undefined;
  const isLoopback = url?.protocol === "http:" && LOOPBACK.test(url.hostname) && insecureHttpOnLoopback;
  if (url?.origin === endpoint && (url.protocol === "https:" || isLoopback)) return;
  refuseField(
    "stsEndpoint",
    "must be an https address without a path, like https://sts.example.com or https://sts.{region}.example.com",
  );
}

/** @throws AppError `request.invalid` */
export function parseAccount(input: unknown, rules: AccountRules): Account {
  const account = parseInput(accountSchema, input);
  checkEndpoint(account, rules);
  return account;
}

/** @throws AppError `request.invalid` */
export function patchAccount(current: Account, patch: unknown, rules: AccountRules): Account {
  return parseAccount(patched({ ...current }, patch), rules);
}
