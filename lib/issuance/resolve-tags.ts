import { tagValueFault } from "../aws/session-tags";
import type { SessionTagRule, TagPolicy, TargetCommon } from "../entitlements/model";
import { AppError } from "../errors/app-error";
import type { Identity } from "../identity/identity";
import type { SessionTag } from "./plan";

type TaggedTarget = Pick<TargetCommon, "sessionTags" | "useConnectionTags">;

/**
 * The tags of a session: the target's own, and of its person's connection those that the target does not set.
 *
 * An attribute that is missing, has several values, may not become a tag, or has a value that AWS would not take
 * refuses the session: a tag left out can open what a policy closes with it (`StringNotEquals`, `…IfExists`,
 * `Null`), and choosing, joining or cutting values would assert what nobody said.
 *
 * @param policy of the person's connection
 * @throws AppError `issuance.tag_invalid` naming tag and attribute
 */
export function resolveTags(
  target: TaggedTarget,
  policy: TagPolicy,
  identity: Identity,
): readonly SessionTag[] {
  return rulesOf(target, policy).map((rule) => {
    if ("value" in rule) return { key: rule.key, value: rule.value };
    if (policy.tagAttributes !== undefined && !policy.tagAttributes.includes(rule.attribute)) {
      throw invalid(
        "attribute_not_trusted",
        `The tag ${rule.key} takes its value from the attribute ${rule.attribute}, which the connection ${identity.connection} does not let become a tag.`,
      );
    }
    return { key: rule.key, value: singleValue(rule.key, rule.attribute, identity) };
  });
}

/** AWS does not tell upper from lower case in keys, so neither does what wins over what. */
function rulesOf(
  { sessionTags, useConnectionTags }: TaggedTarget,
  policy: TagPolicy,
): readonly SessionTagRule[] {
  if (!useConnectionTags) return sessionTags;
  const own = new Set(sessionTags.map(({ key }) => key.toLowerCase()));
  return [...policy.sessionTags.filter(({ key }) => !own.has(key.toLowerCase())), ...sessionTags];
}

function singleValue(key: string, name: string, identity: Identity): string {
  const from = `The tag ${key} takes its value from the attribute ${name}`;
  // The same name may come more than once; its values then count together.
  const values = identity.attributes
    .filter((attribute) => attribute.name === name)
    .flatMap((attribute) => attribute.values);
  const [value, ...more] = values;
  if (value === undefined) {
    throw invalid("attribute_missing", `${from}, which your identity provider did not send.`);
  }
  if (more.length > 0) {
    throw invalid(
      "attribute_multivalued",
      `${from}, of which your identity provider sent ${values.length} values; a tag has one.`,
    );
  }
  const fault = tagValueFault(key, value);
  if (fault !== undefined) throw invalid("attribute_unfit", `${fault} It comes from the attribute ${name}.`);
  return value;
}

function invalid(reason: string, detail: string): AppError {
  return new AppError("issuance.tag_invalid", { reason, detail });
}
