import { awsManagedPolicy } from "../policy/aws-managed-policies";
import { type PolicyDocument, parsePolicy } from "../policy/policy-document";
import type { Caller } from "../sigv4/authenticate";
import type { Account } from "../store/account";
import { identityOf } from "./caller-context";

/** The policies that bound a caller from its own side. */
export interface CallerPolicies {
  /** Of the user or the role: inline and managed together. */
  readonly identity: readonly PolicyDocument[];
  /** What the session was narrowed to when it was made; nothing where no narrowing applies. */
  readonly session: readonly PolicyDocument[] | undefined;
  /** The account's root, whom no policy of its own account bounds. */
  readonly isRoot: boolean;
}

export function callerPolicies(caller: Caller): CallerPolicies {
  const identity = identityOf(caller);
  return {
    identity: [
      ...[...(identity?.inlinePolicies.values() ?? [])].map(({ document }) => document),
      ...managed(identity?.attachedPolicyArns ?? [], caller.account),
    ],
    session: sessionPolicies(caller),
    isRoot: isRoot(caller),
  };
}

/** With its own keys, or with a session made from them. */
function isRoot(caller: Caller): boolean {
  if (caller.kind !== "session") return caller.kind === "root";
  return caller.session.kind !== "assumed-role" && caller.session.user === undefined;
}

function sessionPolicies(caller: Caller): readonly PolicyDocument[] | undefined {
  if (caller.kind !== "session" || caller.session.kind === "session-token") return undefined;
  const { kind, sessionPolicies: texts, sessionPolicyArns: arns } = caller.session;
  // Without a policy a role session is as wide as its role, but a federated user may do nothing.
  if (texts.length + arns.length === 0 && kind === "assumed-role") return undefined;
  return [...texts.map((text) => parsePolicy(text)), ...managed(arns, caller.account)];
}

/** An ARN that names no policy permits nothing. */
function managed(arns: readonly string[], account: Account): PolicyDocument[] {
  return arns
    .map((arn) => account.managedPolicies.get(arn)?.policy ?? awsManagedPolicy(arn))
    .filter((policy) => policy !== undefined)
    .map(({ document }) => document);
}
