import { roleArnOf, type Target } from "../../entitlements/model";
import { parseIamArn } from "../../trust/iam-arn";
import { revokeSessions } from "../../trust/policies/revoke-sessions";
import type { FlowContext } from "../flow-context";
import type { IssuedSession } from "../issuance-ports";
import type { LockDown } from "../lock-down";
import { everyPage } from "./every-page";
import type { CutOff } from "./lock-down-use-cases";

type Context = Pick<FlowContext, "clock" | "targets" | "accounts" | "people" | "issuedSessions">;

/** Enough to see what is going on; the roles are listed whole. */
const MOST_LISTED = 200;
const MOST_READ = 5_000;

/** What AWS must be told so that the sessions a lock-down is about stop working there. */
export async function cutOff(context: Context, lockDown: LockDown): Promise<CutOff> {
  const now = context.clock.now();
  const sessions = await context.issuedSessions.alive(subjectOf(lockDown), now, MOST_READ);
  const sessionName = await sessionNameOf(context, lockDown);
  const arns = new Set([
    ...(await principalsOf(context, sessions)),
    // Of an account all of them: what the audit of another Rolebridge or a restored backup knows is not here.
    ...(lockDown.scope === "account" ? await principalsIn(context, lockDown.subjectId ?? "") : []),
  ]);
  const revocations = await Promise.all(
    [...arns].toSorted().map((arn) => revocationOf(context, arn, now, sessionName)),
  );
  return {
    sessions: sessions.slice(0, MOST_LISTED),
    isCut: sessions.length > MOST_LISTED,
    revocations: revocations.flatMap((revocation) => revocation ?? []),
  };
}

function subjectOf({ scope, subjectId = "" }: LockDown) {
  if (scope === "account") return { accountId: subjectId };
  return scope === "person" ? { personId: subjectId } : {};
}

/** Of a person only their own sessions end: everybody else who uses the role goes on working. */
async function sessionNameOf({ people }: Context, { scope, subjectId = "" }: LockDown) {
  return scope === "person" ? (await people.byId(subjectId))?.sessionName : undefined;
}

function principalOf(target: Target): string | undefined {
  return roleArnOf(target) ?? ("accessKey" in target ? target.accessKey?.userArn : undefined);
}

/** The event names the role; of an IAM user's session only the target does. */
async function principalsOf({ targets }: Context, sessions: readonly IssuedSession[]) {
  const ofRoles = sessions.flatMap(({ roleArn }) => roleArn ?? []);
  const ofUsers = new Set(
    sessions.flatMap(({ roleArn, targetId }) => (roleArn === undefined ? targetId : [])),
  );
  const found = await Promise.all([...ofUsers].map((id) => targets.byId(id)));
  return [...ofRoles, ...found.flatMap((target) => (target && principalOf(target)) ?? [])];
}

async function principalsIn({ targets }: Context, accountId: string): Promise<readonly string[]> {
  const all = await everyPage((page) => targets.list({ ...page, accountId }));
  return all.flatMap((target) => principalOf(target) ?? []);
}

async function revocationOf(
  { accounts }: Context,
  arn: string,
  before: Date,
  sessionName: string | undefined,
): Promise<CutOff["revocations"][number] | undefined> {
  const accountId = parseIamArn(arn)?.accountId;
  if (accountId === undefined) return undefined;
  const account = await accounts.byId(accountId);
  const revocation = revokeSessions(arn, account?.partition ?? "aws", before, sessionName);
  return revocation && { ...revocation, arn, accountId, accountName: account?.name ?? accountId };
}
