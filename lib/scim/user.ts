import {
  type Attributes,
  attributesOf,
  booleanOf,
  invalidValue,
  listOf,
  requireSchema,
  textOf,
  USER_SCHEMA,
} from "./attributes";

export interface Email {
  readonly value: string;
  readonly type?: string;
  readonly primary?: boolean;
}

export interface UserName {
  readonly formatted?: string;
  readonly familyName?: string;
  readonly givenName?: string;
}

/** What is shown of somebody. Nothing is decided by it. */
export interface UserProfile {
  readonly displayName?: string;
  readonly name?: UserName;
  readonly emails?: readonly Email[];
}

/** A SCIM User as far as Rolebridge keeps it. Passwords, addresses and the like are never read. */
export interface UserDraft {
  readonly userName: string;
  readonly externalId?: string;
  readonly active: boolean;
  readonly profile: UserProfile;
}

const MAX_EMAILS = 50;
const NAME_PARTS = { formatted: "formatted", familyname: "familyName", givenname: "givenName" } as const;

/** The object without what is undefined: an optional property is absent. */
function present<T extends object>(value: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, part]) => part !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}

export function isNamePart(part: string): part is keyof typeof NAME_PARTS {
  return Object.hasOwn(NAME_PARTS, part);
}

/** @param part in small letters; an empty value takes the part away */
export function withNamePart(name: UserName, part: keyof typeof NAME_PARTS, value: unknown): UserName {
  const key = NAME_PARTS[part];
  const { [key]: _, ...others } = name;
  const text = textOf(value, `name.${key}`);
  return text === undefined ? others : { ...others, [key]: text };
}

/** Sub-attributes that are given, over those that are there. */
export function mergedName(name: UserName, value: unknown): UserName {
  let merged = name;
  for (const [part, given] of attributesOf(value, "name")) {
    if (isNamePart(part)) merged = withNamePart(merged, part, given);
  }
  return merged;
}

function emailOf(value: unknown): Email {
  const attributes = attributesOf(value, "An e-mail address");
  const address = textOf(attributes.get("value"), "emails.value");
  if (address === undefined) throw invalidValue("emails.value is missing.");
  return {
    value: address,
    ...present({
      type: textOf(attributes.get("type"), "emails.type"),
      primary: booleanOf(attributes.get("primary"), "emails.primary"),
    }),
  };
}

/** @throws AppError `scim.invalid_value` */
export function emailsOf(value: unknown): readonly Email[] {
  return listOf(value, "emails", MAX_EMAILS).map(emailOf);
}

/** Without empty parts. */
export function profileOf(
  displayName: string | undefined,
  name: UserName,
  emails: readonly Email[],
): UserProfile {
  return present({
    displayName,
    name: Object.keys(name).length === 0 ? undefined : name,
    emails: emails.length === 0 ? undefined : emails,
  });
}

function userName(attributes: Attributes): string {
  const name = textOf(attributes.get("username"), "userName");
  if (name === undefined) throw invalidValue("userName is missing.");
  return name;
}

/**
 * The body of a POST or PUT.
 * @param activeBefore for a PUT that does not say: a replacement that is silent must not bring anybody back
 * @throws AppError `scim.invalid_syntax`, `scim.invalid_value`
 */
export function readUser(body: unknown, activeBefore = true): UserDraft {
  const attributes = attributesOf(body, "The body");
  requireSchema(attributes, USER_SCHEMA);
  const name = attributes.get("name");
  return {
    userName: userName(attributes),
    active: booleanOf(attributes.get("active"), "active") ?? activeBefore,
    profile: profileOf(
      textOf(attributes.get("displayname"), "displayName"),
      name === undefined ? {} : mergedName({}, name),
      emailsOf(attributes.get("emails")),
    ),
    ...present({ externalId: textOf(attributes.get("externalid"), "externalId") }),
  };
}
