import type { CallerIdentity, StsPlace } from "../../aws/sts-port";
import type { AccessKey } from "../../entitlements/model";
import { AppError } from "../../errors/app-error";
import type { Actor } from "../../identity/actor";
import { stsPlace } from "../../issuance/sts-place";
import { requireAdministrator, requireReader } from "../authorize";
import type { FlowContext } from "../flow-context";
import type { TargetStore } from "../ports";
import { recordRefusal } from "../record";
import { type AccessKeyInput, parseAccessKey, placeOfPartition } from "./access-key-input";
import type { AdminUseCases } from "./admin-use-cases";
import { change, conflictIn, found } from "./change";
import { everyPage } from "./every-page";
import { refuseField } from "./parse-input";

function objectOf({ accessKeyId, userArn }: AccessKey) {
  return { kind: "access_key", id: accessKeyId, name: userArn };
}

/** Keys of IAM users. The secret goes in and never comes out; a key is replaced, not changed. */
export function accessKeyUseCases(context: FlowContext): AdminUseCases["accessKeys"] {
  const { accessKeys, targets } = context;
  return {
    list: async (actor, query) => {
      await requireReader(context, actor, "access_keys.list");
      return accessKeys.list(query);
    },
    get: async (actor, id) => {
      await requireReader(context, actor, "access_keys.get");
      const key = found(await accessKeys.byId(id));
      const users = await targetsOf(targets, id);
      return { ...key, targetCount: users.length, usedBy: users.map(namesOf) };
    },
    create: async (actor, input) => {
      await requireAdministrator(context, actor, "access_keys.create");
      const key = parseAccessKey(input);
      const place = await placeOf(context, key);
      const { accountId, arn: userArn } = await ownerOf(context, actor, key, place);
      const draft: AccessKey = {
        accessKeyId: key.accessKeyId,
        accountId,
        userArn,
        ...(key.note === undefined ? {} : { note: key.note }),
      };
      const created = await change(context, actor, async (stores) => {
        const storing = stores.accessKeys.create(draft, key.secretAccessKey);
        const result = await conflictIn("accessKeyId", storing);
        const detail = { after: result };
        return { result, happening: { action: "access_key.created", object: objectOf(result), detail } };
      });
      return { ...created, targetCount: 0 };
    },
    delete: async (actor, id) => {
      await requireAdministrator(context, actor, "access_keys.delete");
      await change(context, actor, async (stores) => {
        const before = found(await stores.accessKeys.byId(id));
        const users = await targetsOf(stores.targets, id);
        if (users.length > 0) throw inUse(users);
        await stores.accessKeys.delete(id);
        const happening = {
          action: "access_key.deleted" as const,
          object: objectOf(before),
          detail: { before },
        };
        return { result: undefined, happening };
      });
    },
  };
}

type Users = Awaited<ReturnType<TargetStore["list"]>>["items"];

function targetsOf(targets: Pick<TargetStore, "list">, accessKeyId: string): Promise<Users> {
  return everyPage((page) => targets.list({ ...page, accessKeyId }));
}

function namesOf({ id, name, accountId, accountName }: Users[number]) {
  return { id, name, accountId, accountName };
}

const MOST_NAMED = 10;

/** Also what a connection says whose assertions are relayed. */
export function inUse(users: Users): AppError {
  const named = users.slice(0, MOST_NAMED).map(({ name, accountName }) => `${name} in ${accountName}`);
  const others = users.length > MOST_NAMED ? ` and ${users.length - MOST_NAMED} others` : "";
  return new AppError("admin.in_use", { detail: `It is used by ${named.join(", ")}${others}.` });
}

async function placeOf(context: FlowContext, { accountId, partition }: AccessKeyInput): Promise<StsPlace> {
  if (accountId === undefined) return placeOfPartition(partition ?? "aws");
  const account = await context.accounts.byId(accountId);
  if (account === undefined) {
    refuseField(
      "accountId",
      "is not an account that Rolebridge knows: leave it out, or add the account first",
    );
  }
  return stsPlace(account);
}

/**
 * Asks AWS whose key it is, which also proves that it works. A key that gives more than a person's session may
 * have, or ends by itself, is refused here and not at three in the morning.
 */
async function ownerOf(
  context: FlowContext,
  actor: Actor,
  { accessKeyId, secretAccessKey, accountId }: AccessKeyInput,
  place: StsPlace,
): Promise<CallerIdentity> {
  try {
    const caller = { kind: "keys", accessKeyId, secretAccessKey } as const;
    const { value } = await context.issuance.sts.getCallerIdentity(place, caller);
    const fault = faultOf(value, accountId);
    if (fault === undefined) return value;
    throw new AppError("admin.access_key_invalid", fault);
  } catch (error) {
    const object = { kind: "access_key", id: accessKeyId, name: accessKeyId };
    const happening = { action: "access_key.refused" as const, object };
    throw await recordRefusal(context, actor, actor.origin, happening, explained(error));
  }
}

function faultOf({ arn, accountId }: CallerIdentity, expected: string | undefined) {
  if (/^arn:[^:]+:iam::\d{12}:root$/.test(arn)) {
    const detail = `It is a key of the root user of account ${accountId}, which may do everything and cannot be limited. Delete it in AWS, and make a key for an IAM user.`;
    return { reason: "root", detail };
  }
  if (!/^arn:[^:]+:iam::\d{12}:user\/.+$/.test(arn)) {
    const detail = `It belongs to ${arn}, which is not an IAM user. Temporary keys end by themselves: enter a long-term key.`;
    return { reason: "not_an_iam_user", detail };
  }
  if (expected !== undefined && expected !== accountId) {
    const detail = `It belongs to account ${accountId}, not to ${expected}.`;
    return { reason: "another_account", detail };
  }
  return undefined;
}

/** What AWS says to a key it does not take, in words about what was typed. */
function explained(error: unknown): unknown {
  if (!(error instanceof AppError) || error.aws === undefined) return error;
  const { aws, reason } = error;
  const wrong: Readonly<Record<string, string>> = {
    InvalidClientTokenId:
      "AWS does not know this access key id, or it is switched off. Check it in IAM, and whether the partition is right.",
    SignatureDoesNotMatch: "The secret does not belong to this access key id. Copy both again.",
  };
  const detail = wrong[aws.awsCode];
  if (detail === undefined) return error;
  const fields = [
    { field: aws.awsCode === "SignatureDoesNotMatch" ? "secretAccessKey" : "accessKeyId", message: detail },
  ];
  // AWS's message to a wrong signature repeats the request; it helps nobody here.
  return new AppError("admin.access_key_invalid", {
    detail,
    fields,
    cause: error,
    ...(reason ? { reason } : {}),
  });
}
