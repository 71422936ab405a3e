import type { Assumptions } from "../assumptions";
import { checkTags, type SessionTags } from "../tags/session-tags";
import type { AssertionContent } from "./assertion-content";
import { principalTags, transitiveTagKeys } from "./aws-attributes";

/** The session tags an assertion asks for. @throws AwsFault */
export function sessionTags(content: AssertionContent, assumptions: Assumptions): SessionTags {
  return checkTags(
    { tags: principalTags(content), transitiveTagKeys: transitiveTagKeys(content) },
    assumptions,
  );
}
