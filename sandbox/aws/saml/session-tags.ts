import type { Assumptions } from "../assumptions";
import type { AssertionContent } from "./assertion-content";
import { principalTags, transitiveTagKeys } from "./aws-attributes";
import { refuse } from "./refuse";

export interface SessionTags {
  readonly tags: Readonly<Record<string, string>>;
  readonly transitiveTagKeys: readonly string[];
}

const ALLOWED = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

/**
 * The session tags an assertion asks for.
 * @throws AwsFault for more than 50, a key over 128 or a value over 256 characters, characters outside the allowed set,
 * an attribute with several values, keys that differ only in case, and transitive keys without a tag.
 */
export function sessionTags(content: AssertionContent, assumptions: Assumptions): SessionTags {
  const requested = principalTags(content);
  const transitive = transitiveTagKeys(content);
  if (requested.length > 50) throw refuse(assumptions, "tooManyTags");
  const tags = requested.map(({ key, values: [value, ...more] }) => {
    if (value === undefined || more.length > 0 || !isValid(key, value))
      throw refuse(assumptions, "tagInvalid");
    return [key, value] as const;
  });
  const keys = new Set(tags.map(([key]) => key.toLowerCase()));
  if (keys.size < tags.length) throw refuse(assumptions, "duplicateTagKeys");
  if (!transitive.every((key) => keys.has(key.toLowerCase())))
    throw refuse(assumptions, "transitiveKeyWithoutTag");
  return { tags: Object.fromEntries(tags), transitiveTagKeys: transitive };
}

function isValid(key: string, value: string): boolean {
  const length = [...key].length;
  // Keys that begin with aws: are AWS's own, of tags everywhere.
  const reserved = key.toLowerCase().startsWith("aws:");
  return length >= 1 && length <= 128 && [...value].length <= 256 && ALLOWED.test(key + value) && !reserved;
}
