import { fault } from "../faults";
import type { PolicyDocument } from "../policy/policy-document";
import type { Store } from "../store/store";

const USER_OR_ROLE = /^arn:aws[a-z-]*:iam::(\d{12}):(user|role)\/(?:.*\/)?([^/]+)$/;

/**
 * Refuses a trust policy for users or roles that do not exist: IAM looks them up when the policy is written.
 * @throws AwsFault MalformedPolicyDocument
 */
export function requirePrincipals({ statements }: PolicyDocument, store: Store): void {
  for (const arn of statements.flatMap(({ principal }) => principal?.byKind.AWS ?? [])) {
    if (!mayExist(arn, store)) {
      throw fault("malformedPolicy", `Invalid principal in policy: "AWS":"${arn}"`);
    }
  }
}

/** Whole accounts and sessions are taken as they are. */
function mayExist(arn: string, store: Store): boolean {
  const [, accountId = "", type, name = ""] = USER_OR_ROLE.exec(arn) ?? [];
  if (type === undefined) return true;
  const account = store.account(accountId);
  const found = (type === "user" ? account?.users : account?.roles)?.get(name.toLowerCase());
  return found?.arn === arn;
}
