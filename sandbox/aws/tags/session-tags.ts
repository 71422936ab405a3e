import type { Assumptions } from "../assumptions";
import { refuse } from "../saml/refuse";

export interface SessionTags {
  readonly tags: Readonly<Record<string, string>>;
  readonly transitiveTagKeys: readonly string[];
}

/** Tags as a proof or a call asks for them, before anything is known of them. */
export interface RequestedTags {
  /** Exactly one value makes a tag. */
  readonly tags: readonly { readonly key: string; readonly values: readonly string[] }[];
  readonly transitiveTagKeys: readonly string[];
}

const ALLOWED = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

/**
 * The session tags of a request.
 * @throws AwsFault for more than 50, a key over 128 or a value over 256 characters, characters outside the allowed set,
 * a tag with several values, keys that differ only in case, and transitive keys without a tag.
 */
export function checkTags(requested: RequestedTags, assumptions: Assumptions): SessionTags {
  if (requested.tags.length > 50) throw refuse(assumptions, "tooManyTags");
  const tags = requested.tags.map(({ key, values: [value, ...more] }) => {
    if (value === undefined || more.length > 0 || !isValid(key, value))
      throw refuse(assumptions, "tagInvalid");
    return [key, value] as const;
  });
  const keys = new Set(tags.map(([key]) => key.toLowerCase()));
  if (keys.size < tags.length) throw refuse(assumptions, "duplicateTagKeys");
  if (!requested.transitiveTagKeys.every((key) => keys.has(key.toLowerCase())))
    throw refuse(assumptions, "transitiveKeyWithoutTag");
  return { tags: Object.fromEntries(tags), transitiveTagKeys: requested.transitiveTagKeys };
}

function isValid(key: string, value: string): boolean {
  const length = [...key].length;
  // Keys that begin with aws: are AWS's own, of tags everywhere.
  const reserved = key.toLowerCase().startsWith("aws:");
  return length >= 1 && length <= 128 && [...value].length <= 256 && ALLOWED.test(key + value) && !reserved;
}
