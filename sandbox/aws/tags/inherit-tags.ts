import { fault } from "../faults";
import type { AssumedRoleSession } from "../store/session";
import type { SessionTags } from "./session-tags";

/**
 * The tags of a session made with another role's session: transitive ones are passed on, with their being transitive,
 * and cannot be set again; the rest of the caller's tags end here.
 * @throws AwsFault InvalidParameterValue
 */
export function inheritTags(requested: SessionTags, from: AssumedRoleSession | undefined): SessionTags {
  const inherited = from?.transitiveTagKeys ?? [];
  const inheritedKeys = new Set(inherited.map((key) => key.toLowerCase()));
  if (Object.keys(requested.tags).some((key) => inheritedKeys.has(key.toLowerCase()))) {
    throw fault("transitiveTagConflict");
  }
  const passedOn = Object.entries(from?.tags ?? {}).filter(([key]) => inheritedKeys.has(key.toLowerCase()));
  return {
    tags: { ...Object.fromEntries(passedOn), ...requested.tags },
    transitiveTagKeys: [...inherited, ...requested.transitiveTagKeys],
  };
}
