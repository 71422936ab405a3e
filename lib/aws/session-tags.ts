/*
 * What AWS accepts as session tags (User Guide: pass session tags in STS). Its lengths count Unicode
 * code points. Everything else is refused with a sentence: a tag that was cut or dropped could open
 * what it was meant to close.
 */

export interface Tag {
  readonly key: string;
  readonly value: string;
}

const MAX_TAGS = 50;
const MAX_KEY = 128;
const MAX_VALUE = 256;
// AWS documents \p{Z}, which includes the line and paragraph separators; parsers disagree on how to read
// those, so only spaces (\p{Zs}) are taken.
const ALLOWED = /^[\p{L}\p{Zs}\p{N}_.:/=+\-@]*$/u;
/** The part of them in ASCII: tried first, because Unicode classes are slow and this is on the hot path. */
const ALLOWED_ASCII = /^[A-Za-z0-9 _.:/=+\-@]*$/;

/** Why AWS would refuse this tag key, as a sentence; undefined when it would not. */
export function tagKeyFault(key: string): string | undefined {
  if (key === "") return "A tag key cannot be empty.";
  if (longerThan(key, MAX_KEY)) return `The tag key “${shown(key)}” is longer than ${MAX_KEY} characters.`;
  if (!isAllowed(key))
    return `The tag key “${shown(key)}” has characters other than letters, digits, spaces and _ . : / = + - @.`;
  // The attribute that carries a key names it after a colon; an edge space there is lost on the way.
  if (key.trim() !== key) return `The tag key “${shown(key)}” begins or ends with a space.`;
  if (/^aws:/i.test(key)) return `The tag key “${shown(key)}” begins with aws:, which AWS keeps for itself.`;
  return undefined;
}

/** Why AWS would refuse this value of a tag, as a sentence; undefined when it would not. Empty is allowed. */
export function tagValueFault(key: string, value: string): string | undefined {
  if (longerThan(value, MAX_VALUE))
    return `The value of tag ${shown(key)} is longer than ${MAX_VALUE} characters.`;
  if (!isAllowed(value))
    return `The value of tag ${shown(key)} has characters other than letters, digits, spaces and _ . : / = + - @.`;
  if (value.trim() !== value) return `The value of tag ${shown(key)} begins or ends with a space.`;
  return undefined;
}

/** Why AWS would refuse these tags together, as a sentence; undefined when it would not. */
export function sessionTagsFault(
  tags: readonly Tag[],
  transitiveTagKeys: readonly string[],
): string | undefined {
  if (tags.length > MAX_TAGS) return `There are ${tags.length} tags; AWS takes at most ${MAX_TAGS}.`;
  for (const { key, value } of tags) {
    const fault = tagKeyFault(key) ?? tagValueFault(key, value);
    if (fault !== undefined) return fault;
  }
  const twice = firstTwice(tags.map((tag) => tag.key));
  if (twice !== undefined)
    return `The tag key “${shown(twice)}” appears twice; AWS does not tell upper from lower case.`;
  return transitiveFault(tags, transitiveTagKeys);
}

function transitiveFault(tags: readonly Tag[], transitiveTagKeys: readonly string[]): string | undefined {
  const keys = new Set(tags.map((tag) => tag.key));
  const unknown = transitiveTagKeys.find((key) => !keys.has(key));
  if (unknown !== undefined)
    return `The transitive tag key “${shown(unknown)}” is not one of the session's tags.`;
  const twice = firstTwice(transitiveTagKeys);
  return twice === undefined ? undefined : `The transitive tag key “${shown(twice)}” appears twice.`;
}

function firstTwice(keys: readonly string[]): string | undefined {
  const seen = new Set<string>();
  return keys.find((key) => {
    const folded = key.toLowerCase();
    const known = seen.has(folded);
    seen.add(folded);
    return known;
  });
}

function isAllowed(text: string): boolean {
  return ALLOWED_ASCII.test(text) || ALLOWED.test(text);
}

/** In code points; a text never has more of them than of UTF-16 units. */
function longerThan(text: string, limit: number): boolean {
  return text.length > limit && [...text].length > limit;
}

/** Part of a message to an administrator: short, and without characters that would not show. */
function shown(text: string): string {
  return text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, "\uFFFD").slice(0, 60);
}
