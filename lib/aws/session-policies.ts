/*
 * What AWS accepts as session policies (STS, AssumeRole: Policy, PolicyArns). Found before asking: AWS answers some of
 * it with a count of validation errors and the rest with a percentage.
 */

export const MAX_POLICY_ARNS = 10;
/** Characters of the policy and the ARNs together, before AWS packs them with the tags in a way it does not publish. */
export const MAX_SESSION_POLICY = 2_048;

/** Service model: `[\u0009\u000A\u000D\u0020-\u00FF]+`. */
const NOT_TAKEN = /[^\t\n\r\u0020-\u00FF]/u;

/**
 * Why AWS would refuse these session policies, as a sentence; undefined when no documented rule says so.
 * @param policy JSON text
 */
export function sessionPoliciesFault(
  policy: string | undefined,
  policyArns: readonly string[],
): string | undefined {
  const character = NOT_TAKEN.exec(policy ?? "")?.[0];
  if (character !== undefined) {
    const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
    return `The session policy has the character U+${code}; AWS takes no letters beyond Latin-1 there. In a JSON string it can be written as an escape.`;
  }
  if (policyArns.length > MAX_POLICY_ARNS) {
    return `There are ${policyArns.length} policy ARNs; AWS takes at most ${MAX_POLICY_ARNS}.`;
  }
  const size = sessionPolicySize(policy, policyArns);
  if (size <= MAX_SESSION_POLICY) return undefined;
  const own = policy?.length ?? 0;
  return `The session policy (${own} characters) and the ${policyArns.length} policy ARNs (${size - own}) have ${size} characters together; AWS takes ${MAX_SESSION_POLICY}.`;
}

/** Characters that count against the joint limit. */
function sessionPolicySize(policy: string | undefined, policyArns: readonly string[]): number {
  return [policy ?? "", ...policyArns].join("").length;
}
