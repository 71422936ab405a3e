/** The attributes that AWS reads out of an assertion. Names count exactly. */
import type { Assumptions } from "../assumptions";
import { fault } from "../faults";
import type { AssertionContent } from "./assertion-content";
import { refuse } from "./refuse";

export const ATTRIBUTE_PREFIX = "https://aws.amazon.com/SAML/Attributes/";

/** One value of the Role attribute. */
export interface RolePair {
  readonly roleArn: string;
  readonly providerArn: string;
}

function valuesOf(content: AssertionContent, name: string): readonly string[] {
  return content.attributes
    .filter((attribute) => attribute.name === ATTRIBUTE_PREFIX + name)
    .flatMap((attribute) => attribute.values);
}

/** Every value of the Role attribute, whatever it says. */
export function roleValues(content: AssertionContent): readonly string[] {
  return valuesOf(content, "Role");
}

/** The pairs of the Role attribute; values that are not a role and a provider are left out. */
export function rolePairs(content: AssertionContent, { roleValueOrder }: Assumptions): RolePair[] {
  return roleValues(content).flatMap((value) => {
    const [first = "", second = "", ...more] = value.split(",");
    if (more.length > 0) return [];
    if (isRole(first) && isProvider(second)) return [{ roleArn: first, providerArn: second }];
    const swapped = roleValueOrder === "either" && isProvider(first) && isRole(second);
    return swapped ? [{ roleArn: second, providerArn: first }] : [];
  });
}

const isRole = (arn: string) => /^arn:aws[a-z-]*:iam::\d{12}:role\/\S+$/.test(arn);
const isProvider = (arn: string) => /^arn:aws[a-z-]*:iam::\d{12}:saml-provider\/[\w._-]+$/.test(arn);

/** @throws AwsFault unless there is exactly one valid value. */
export function roleSessionName(content: AssertionContent): string {
  const [name, ...more] = valuesOf(content, "RoleSessionName");
  if (name === undefined) throw fault("roleSessionNameRequired");
  if (more.length > 0 || !/^[a-zA-Z_0-9+=,.@-]{2,64}$/.test(name)) throw fault("roleSessionNameInvalid");
  return name;
}

/** @throws AwsFault when there is one that is not valid, or more than one. */
export function sourceIdentity(content: AssertionContent, assumptions: Assumptions): string | undefined {
  const [value, ...more] = valuesOf(content, "SourceIdentity");
  if (value === undefined) return undefined;
  const valid = /^[a-zA-Z_0-9+=,.@-]{2,}$/.test(value) && value.length <= assumptions.sourceIdentityMaxLength;
  if (more.length > 0 || !valid || value.startsWith("aws:")) throw fault("sourceIdentityInvalid");
  return value;
}

/** Seconds, 900 to 43200. @throws AwsFault when there is one that is not. */
export function sessionDuration(content: AssertionContent, assumptions: Assumptions): number | undefined {
  const [value, ...more] = valuesOf(content, "SessionDuration");
  if (value === undefined) return undefined;
  const seconds = /^\d{1,6}$/.test(value) ? Number(value) : Number.NaN;
  if (more.length > 0 || !(seconds >= 900 && seconds <= 43_200))
    throw refuse(assumptions, "sessionDurationInvalid");
  return seconds;
}

/** Values of `TransitiveTagKeys`, unchecked. */
export function transitiveTagKeys(content: AssertionContent): readonly string[] {
  return valuesOf(content, "TransitiveTagKeys");
}

/** `PrincipalTag:{Key}` attributes, unchecked. */
export function principalTags(content: AssertionContent): { key: string; values: readonly string[] }[] {
  const prefix = `${ATTRIBUTE_PREFIX}PrincipalTag:`;
  return content.attributes
    .filter((attribute) => attribute.name.startsWith(prefix))
    .map((attribute) => ({ key: attribute.name.slice(prefix.length), values: attribute.values }));
}
