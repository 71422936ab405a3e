import { deflateRawSync } from "node:zlib";
import type { Assumptions } from "../assumptions";
import { fault } from "../faults";
import { refuse } from "../saml/refuse";
import type { Session } from "../store/session";

/** What narrows a session: JSON texts, and ARNs of managed policies. */
export type SessionPolicies = Pick<Session, "sessionPolicies" | "sessionPolicyArns">;

/**
 * How much of the space for tags and session policies is used, in percent; absent when there is nothing to pack.
 * @throws AwsFault PackedPolicyTooLarge. How AWS packs is not published; see `packedSizeBudget`.
 */
export function packedPolicySize(
  tags: Readonly<Record<string, string>>,
  { sessionPolicies, sessionPolicyArns }: SessionPolicies,
  assumptions: Assumptions,
): number | undefined {
  const percent = (content: unknown) =>
    Math.ceil((deflateRawSync(JSON.stringify(content)).length / assumptions.packedSizeBudget) * 100);
  const policies = [...sessionPolicies, ...sessionPolicyArns];
  const hasTags = Object.keys(tags).length > 0;
  if (!hasTags && policies.length === 0) return undefined;
  if (hasTags && percent(tags) > 100) throw fault("packedTagsTooLarge", percent(tags));
  const total = percent([tags, policies]);
  if (total > 100) throw refuse(assumptions, "policiesTooLarge");
  return total;
}
