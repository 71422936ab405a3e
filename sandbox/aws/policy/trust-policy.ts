import { fault } from "../faults";
import { type PolicyDocument, parsePolicy, type Statement } from "./policy-document";

/** IAM's default quota; white space does not count. */
const MAX_CHARACTERS = 2048;

const FEDERATED = /^(arn:aws[a-z-]*:iam::\d{12}:(saml|oidc)-provider\/\S+|[a-z0-9-]+(\.[a-z0-9-]+)+)$/;
const AWS_PRINCIPAL = /^(\*|\d{12}|arn:aws[a-z-]*:(iam|sts)::\d{12}:\S+)$/;

/**
 * Reads a role's trust policy and refuses what IAM refuses to attach to a role.
 * @throws AwsFault MalformedPolicyDocument, or LimitExceeded when it is too long.
 */
export function parseTrustPolicy(text: string): PolicyDocument {
  if (text.replace(/\s/g, "").length > MAX_CHARACTERS) {
    throw fault("limitExceeded", `Cannot exceed quota for ACLSizePerRole: ${MAX_CHARACTERS}`);
  }
  const policy = parsePolicy(text);
  for (const statement of policy.statements) checkStatement(statement);
  return policy;
}

function checkStatement({ resource, principal, action }: Statement): void {
  if (resource !== undefined) throw fault("malformedPolicy", "Has prohibited field Resource");
  if (principal === undefined) throw fault("malformedPolicy", "Missing required field Principal");
  if (!action.patterns.every((pattern) => /^sts:/i.test(pattern))) {
    throw fault("malformedPolicy", "AssumeRole policy may only specify STS AssumeRole actions.");
  }
  if (principal.byKind.Federated?.some((id) => !FEDERATED.test(id))) {
    throw fault("malformedPolicy", "Federated principals must be valid domain names or SAML metadata ARNs");
  }
  const unusable = principal.byKind.AWS?.find((id) => !AWS_PRINCIPAL.test(id));
  if (unusable !== undefined) {
    throw fault("malformedPolicy", `Invalid principal in policy: "AWS":"${unusable}"`);
  }
}
