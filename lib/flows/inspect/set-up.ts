import { z } from "zod";
import { type Account, roleArnOf, type Target } from "../../entitlements/model";
import { AppError } from "../../errors/app-error";
import { revokeSessions } from "../../trust/policies/revoke-sessions";
import { type SetUpInput, type SetUpTexts, setUpAws } from "../../trust/set-up/set-up-aws";
import { connectionFacts } from "../access/connection-facts";
import { identityProviderDocument } from "../access/identity-provider-document";
import { planSettings } from "../access/plan-entitlement";
import { found } from "../admin/change";
import { everyPage } from "../admin/every-page";
import { flag, instant, wanted } from "../admin/fields";
import { parseInput } from "../admin/parse-input";
import { requireAdministrator, requireReader } from "../authorize";
import type { FlowContext } from "../flow-context";
import type { InspectUseCases } from "./inspect-use-cases";
import { targetWithAccount } from "./plan-for";

const MAX_LIST = 20;

/** IPv4 or IPv6 with a prefix length; they become part of a policy. */
const cidr = z
  .string({ error: wanted("text") })
  .refine(
    (text) => z.cidrv4().safeParse(text).success || z.cidrv6().safeParse(text).success,
    "must be an address range like 203.0.113.0/24",
  );
const policyArn = z
  .string({ error: wanted("text") })
  .regex(
    /^arn:[a-z-]+:iam::(aws|[0-9]{12}):policy\/[\w+=,.@/-]{1,512}$/,
    "must be the ARN of a managed policy",
  );

const optionsSchema = z.strictObject(
  {
    sourceIps: z.array(cidr, { error: "must be a list of address ranges" }).max(MAX_LIST).optional(),
    notAfter: instant.optional(),
    mfaMaxAgeSeconds: z
      .number({ error: wanted("a number of seconds") })
      .int("must be a whole number of seconds")
      .min(60, "must be at least 60 seconds")
      .max(129_600, "must be at most 129600 seconds")
      .optional(),
    permissionPolicyArns: z.array(policyArn, { error: "must be a list of ARNs" }).max(MAX_LIST).default([]),
    providersExist: flag.default(false),
  },
  { error: "must be an object" },
);

async function textsOf(
  context: FlowContext,
  account: Account,
  targets: readonly Target[],
  options: unknown,
): Promise<readonly SetUpTexts[]> {
  const { sourceIps, notAfter, mfaMaxAgeSeconds, permissionPolicyArns, providersExist } = parseInput(
    optionsSchema,
    options,
  );
  // One that asks with Rolebridge's own identity makes it known for all of them.
  const own = targets.find((target) => target.kind === "assume-role" && target.accessKey === undefined);
  const asked = own ?? targets[0];
  const plan = asked === undefined ? undefined : await planSettings(context, { account, target: asked });
  const { samlProviderName, origin: issuer } = context.settings;
  const input: SetUpInput = {
    account,
    targets,
    settings: { ...(plan ?? { samlProviderName, issuer }), samlEntityId: context.issuance.entityId },
    samlMetadataXml: await identityProviderDocument(context),
    conditions: {
      ...(sourceIps === undefined ? {} : { sourceIps }),
      ...(notAfter === undefined ? {} : { notAfter }),
      ...(mfaMaxAgeSeconds === undefined ? {} : { mfaMaxAgeSeconds }),
    },
    permissionPolicyArns,
    connections: await connectionFacts(context, targets),
    providersExist,
  };
  return setUpAws(input);
}

/** What to paste into AWS. Auditors read it too: how the roles of an account are protected is what they ask. */
export function setUpTarget(context: FlowContext): InspectUseCases["setUpTarget"] {
  return async (actor, targetId, options) => {
    await requireReader(context, actor, "targets.set_up");
    const { account, target } = await targetWithAccount(context, targetId);
    return textsOf(context, account, [target], options);
  };
}

export function setUpAccount(context: FlowContext): InspectUseCases["setUpAccount"] {
  return async (actor, accountId, options) => {
    await requireReader(context, actor, "accounts.set_up");
    const account = found(await context.accounts.byId(accountId));
    const targets = await everyPage((page) => context.targets.list({ ...page, accountId }));
    return textsOf(context, account, targets, options);
  };
}

/** How to end the sessions of a target that exist now. */
export function revocation(context: FlowContext): InspectUseCases["revocation"] {
  return async (actor, targetId) => {
    await requireAdministrator(context, actor, "targets.revoke");
    const { account, target } = await targetWithAccount(context, targetId);
    const arn = roleArnOf(target) ?? ("accessKey" in target ? target.accessKey?.userArn : undefined);
    const revoked =
      arn === undefined ? undefined : revokeSessions(arn, account.partition, context.clock.now());
    if (revoked === undefined) throw new AppError("admin.not_found", { reason: "no_principal" });
    return revoked;
  };
}
