import { fault } from "../faults";
import type { StoredPolicy } from "../store/account";
import { type ListElement, parsePolicy, type Statement } from "./policy-document";

const ARN = /^arn:(?:aws[a-z-]*|\*):[^:]+:[^:]*:[^:]*:.+$/s;
const ACTION = /^(?:\*|[A-Za-z0-9*?-]+:[A-Za-z0-9*?]+)$/;

/**
 * Reads a policy that permits its holder something: inline, managed or of a session. It names resources and no
 * principal, since its holder is the principal.
 * @throws AwsFault MalformedPolicyDocument, in IAM's words.
 */
export function parsePermissionPolicy(text: string): StoredPolicy {
  const document = parsePolicy(text);
  const sids = document.statements.map(({ sid }) => sid).filter((sid) => sid !== undefined);
  if (new Set(sids).size < sids.length) {
    throw fault("malformedPolicy", "Statement IDs (SID) in a single policy must be unique.");
  }
  for (const statement of document.statements) checkStatement(statement);
  return { text, document };
}

function checkStatement({ principal, action, resource, sid }: Statement): void {
  if (sid !== undefined && !/^[0-9A-Za-z]*$/.test(sid)) {
    throw fault(
      "malformedPolicy",
      "Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*",
    );
  }
  if (principal !== undefined) {
    throw fault("malformedPolicy", "Policy document should not specify a principal.");
  }
  if (!action.patterns.every((pattern) => ACTION.test(pattern))) {
    throw fault(
      "malformedPolicy",
      "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.",
    );
  }
  if (resource === undefined) throw fault("malformedPolicy", "Policy statement must contain resources.");
  checkResources(resource);
}

function checkResources({ patterns }: ListElement): void {
  const wrong = patterns.find((pattern) => pattern !== "*" && !ARN.test(pattern));
  if (wrong !== undefined) {
    throw fault("malformedPolicy", `Resource ${wrong} must be in ARN format or "*".`);
  }
}
