import { z } from "zod";
import { tagKeyFault, tagValueFault } from "../../aws/session-tags";
import { exactName, wanted } from "./fields";

const MAX_TAGS = 50;
const TAG_SHAPE = "must be {key, value} or {key, attribute}";

const fixed = z.strictObject({
  key: z.string({ error: wanted("text") }),
  value: z.string({ error: wanted("text") }),
});
const fromAttribute = z.strictObject({ key: z.string({ error: wanted("text") }), attribute: exactName() });

const sessionTag = z.union([fixed, fromAttribute], { error: TAG_SHAPE }).superRefine((rule, context) => {
  const fault = tagKeyFault(rule.key) ?? ("value" in rule ? tagValueFault(rule.key, rule.value) : undefined);
  if (fault) context.addIssue(asContinuation(fault));
});

/** Sentences of `lib/aws` stand alone; a field's message follows the field's name. */
export function asContinuation(sentence: string): string {
  return `cannot be used: ${sentence.charAt(0).toLowerCase()}${sentence.slice(1)}`;
}

/** Session tags as targets and connections have them: fixed values, and values of verified attributes. */
export const sessionTagRules = z
  .array(sessionTag, { error: "must be a list" })
  .max(MAX_TAGS, `must have at most ${MAX_TAGS} tags`);
