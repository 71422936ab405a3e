import type { SessionTagRule } from "../entitlements/model";
import { AppError } from "../errors/app-error";
import type { Identity } from "../identity/identity";
import type { SessionTag } from "./plan";

/**
 * The tags of a session. An attribute that is missing or has several values refuses the session: a tag
 * left out can open what a policy closes with it (`StringNotEquals`, `…IfExists`, `Null`), and choosing
 * or joining values would assert what nobody said.
 *
 * @throws AppError `issuance.tag_invalid` naming tag and attribute
 */
export function resolveTags(rules: readonly SessionTagRule[], identity: Identity): readonly SessionTag[] {
  return rules.map((rule) =>
    "value" in rule
      ? { key: rule.key, value: rule.value }
      : { key: rule.key, value: singleValue(rule.key, rule.attribute, identity) },
  );
}

function singleValue(key: string, name: string, identity: Identity): string {
  // The same name may come more than once; its values then count together.
  const values = identity.attributes
    .filter((attribute) => attribute.name === name)
    .flatMap((attribute) => attribute.values);
  const [value, ...more] = values;
  if (value === undefined) {
    throw new AppError("issuance.tag_invalid", {
      reason: "attribute_missing",
      detail: `The tag ${key} takes its value from the attribute ${name}, which your identity provider did not send.`,
    });
  }
  if (more.length > 0) {
    throw new AppError("issuance.tag_invalid", {
      reason: "attribute_multivalued",
      detail: `The tag ${key} takes its value from the attribute ${name}, of which your identity provider sent ${values.length} values; a tag has one.`,
    });
  }
  return value;
}
