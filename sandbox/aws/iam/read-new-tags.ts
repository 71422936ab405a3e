import type { Assumptions } from "../assumptions";
import type { QueryParams } from "../query/query-params";
import { readTags } from "../sts/session-parameters";
import { checkTags } from "../tags/session-tags";

/** `Tags` of a call that makes a role or a user; the same limits hold as for session tags. @throws AwsFault */
export function readNewTags(params: QueryParams, assumptions: Assumptions): Readonly<Record<string, string>> {
  return checkTags({ tags: readTags(params).tags, transitiveTagKeys: [] }, assumptions).tags;
}
