import type { Cloud } from "../cloud";
import { parsePolicy } from "../policy/policy-document";
import { refuse } from "../saml/refuse";
import type { SessionPolicies } from "./packed-size";

/** Documented as 2048 characters for the policy and the ARNs together. */
const MAX_CHARACTERS = 2048;

/** The session policies of a call. @throws AwsFault MalformedPolicyDocument, PackedPolicyTooLarge */
export function readSessionPolicies(
  { policy, policyArns }: { readonly policy: string | undefined; readonly policyArns: readonly string[] },
  { assumptions }: Pick<Cloud, "assumptions">,
): SessionPolicies {
  const sessionPolicies = policy === undefined ? [] : [policy];
  if ([...sessionPolicies, ...policyArns].join("").length > MAX_CHARACTERS) {
    throw refuse(assumptions, "policiesTooLarge");
  }
  for (const text of sessionPolicies) {
    try {
      parsePolicy(text);
    } catch {
      throw refuse(assumptions, "sessionPolicyMalformed");
    }
  }
  return { sessionPolicies, sessionPolicyArns: policyArns };
}
