/** The fields of a connection that say how its people are read: attributes, session tags, second factor. */
import { z } from "zod";
import { sessionTagsFault } from "../../aws/session-tags";
import type { SessionTagRule, TagPolicy } from "../../entitlements/model";
import { completeMapping, defaultMapping } from "../../identity/attribute-mapping";
import type { Connection } from "../ports";
import { DEFAULT_MFA_POLICY, MFA_FIELDS, mfaPolicyOf } from "./connection-mfa";
import { exactName } from "./fields";
import { refuseField } from "./parse-input";
import { asContinuation, sessionTagRules } from "./session-tag-fields";

type Policies = Pick<Connection, "attributeMapping" | "tagPolicy" | "mfa">;

const MAX_NAMES = 20;
const MAX_TAG_ATTRIBUTES = 100;

const attributeNames = z
  .union([exactName().transform((name) => [name]), z.array(exactName()).min(1).max(MAX_NAMES)], {
    error: `must be the name of an attribute, or a list of 1 to ${MAX_NAMES}`,
  })
  .optional();

const mapping = z.strictObject(
  { username: attributeNames, email: attributeNames, displayName: attributeNames, groups: attributeNames },
  { error: "must be an object with username, email, displayName and groups" },
);

/** The attributes that may become session tags. */
export const tagAttributes = z
  .array(exactName(), { error: "must be a list of names of attributes" })
  .max(MAX_TAG_ATTRIBUTES, `must have at most ${MAX_TAG_ATTRIBUTES} names`);

/** Taken by new connections and by changed ones; what is not named stays, or is the protocol's default. */
export const POLICY_FIELDS = {
  attributeMapping: mapping.optional(),
  sessionTags: sessionTagRules.optional(),
  ...MFA_FIELDS,
};

interface PolicyInput {
  readonly attributeMapping?: z.output<typeof mapping> | undefined;
  readonly sessionTags?: readonly SessionTagRule[] | undefined;
  /** null: any may become a tag */
  readonly tagAttributes?: readonly string[] | null | undefined;
  readonly mfaClaims?: readonly string[] | undefined;
  readonly mfaRequest?: readonly string[] | undefined;
}

/** Of a connection about which nothing else was said. */
export function defaultPolicies(kind: Connection["kind"]): Policies {
  return { attributeMapping: defaultMapping(kind), tagPolicy: { sessionTags: [] }, mfa: DEFAULT_MFA_POLICY };
}

/**
 * @param input the policies, and beside them what the identity provider is
 * @returns the policies from now on, and what stood beside them
 * @throws AppError `request.invalid`
 */
export function takePolicies<T extends PolicyInput>(before: Policies, input: T) {
  const { attributeMapping, sessionTags, tagAttributes: names, mfaClaims, mfaRequest, ...rest } = input;
  const policies: Policies = {
    attributeMapping: completeMapping(attributeMapping ?? {}, before.attributeMapping),
    tagPolicy: tagPolicyOf(
      sessionTags ?? before.tagPolicy.sessionTags,
      names === undefined ? before.tagPolicy.tagAttributes : names,
    ),
    mfa: mfaPolicyOf(mfaClaims, mfaRequest, before.mfa),
  };
  return { policies, rest };
}

/** A rule whose attribute may not become a tag would refuse every session. */
function tagPolicyOf(
  sessionTags: readonly SessionTagRule[],
  names: readonly string[] | null | undefined,
): TagPolicy {
  const fault = sessionTagsFault(
    sessionTags.map((rule) => ({ key: rule.key, value: "value" in rule ? rule.value : "" })),
    [],
  );
  if (fault) refuseField("sessionTags", asContinuation(fault));
  const mapped = sessionTags.flatMap((rule) => ("attribute" in rule ? [rule.attribute] : []));
  const untrusted = mapped.find((name) => names && !names.includes(name));
  if (untrusted !== undefined) {
    refuseField("tagAttributes", `must hold ${untrusted}, which a session tag takes its value from`);
  }
  return names ? { sessionTags, tagAttributes: names } : { sessionTags };
}
