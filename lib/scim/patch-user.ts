import { booleanOf, invalidValue, textOf } from "./attributes";
import type { PatchStep } from "./patch";
import {
  type Email,
  emailsOf,
  isNamePart,
  mergedName,
  profileOf,
  type UserDraft,
  withNamePart,
} from "./user";

function withProfile(user: UserDraft, change: Partial<UserDraft["profile"]>): UserDraft {
  const { displayName, name = {}, emails = [] } = { ...user.profile, ...change };
  return { ...user, profile: profileOf(displayName, name, emails) };
}

function patchUserName(user: UserDraft, { op, value }: PatchStep): UserDraft {
  const userName = op === "remove" ? undefined : textOf(value, "userName");
  if (userName === undefined) throw invalidValue("userName cannot be taken away.");
  return { ...user, userName };
}

function patchExternalId(user: UserDraft, { op, value }: PatchStep): UserDraft {
  const { externalId: _, ...others } = user;
  const externalId = op === "remove" ? undefined : textOf(value, "externalId");
  return externalId === undefined ? others : { ...others, externalId };
}

function patchActive(user: UserDraft, { op, value }: PatchStep): UserDraft {
  const active = op === "remove" ? undefined : booleanOf(value, "active");
  if (active === undefined) throw invalidValue("active must be true or false.");
  return { ...user, active };
}

function patchDisplayName(user: UserDraft, { op, value }: PatchStep): UserDraft {
  const { displayName: _, ...others } = user.profile;
  const displayName = op === "remove" ? undefined : textOf(value, "displayName");
  return { ...user, profile: displayName === undefined ? others : { ...others, displayName } };
}

function patchName(user: UserDraft, { op, path, value }: PatchStep): UserDraft {
  const name = user.profile.name ?? {};
  if (path.sub !== undefined) {
    if (!isNamePart(path.sub)) return user;
    return withProfile(user, { name: withNamePart(name, path.sub, op === "remove" ? undefined : value) });
  }
  return withProfile(user, { name: op === "remove" ? {} : mergedName(name, value) });
}

function isMeant(email: Email, { path: { filter } }: PatchStep): boolean {
  return filter.every(({ attribute, value }) => {
    if (attribute === "type") return email.type === value;
    if (attribute === "value") return email.value === value;
    return attribute === "primary" && (email.primary ?? false) === value;
  });
}

/** `emails[type eq "work"].value`: the address of that type, which Entra ID also sets where there was none. */
function patchOneEmail(emails: readonly Email[], step: PatchStep): readonly Email[] {
  if (step.op === "remove") return emails.filter((email) => !isMeant(email, step));
  const value = textOf(step.value, "emails.value");
  if (value === undefined) return emails.filter((email) => !isMeant(email, step));
  if (emails.some((email) => isMeant(email, step))) {
    return emails.map((email) => (isMeant(email, step) ? { ...email, value } : email));
  }
  const type = step.path.filter.find(({ attribute }) => attribute === "type")?.value;
  return [...emails, { value, ...(typeof type === "string" ? { type } : {}) }];
}

function patchEmails(user: UserDraft, step: PatchStep): UserDraft {
  const { op, path, value } = step;
  const emails = user.profile.emails ?? [];
  // Other parts of an address, such as `display`, are not kept.
  if (path.sub !== undefined && path.sub !== "value") return user;
  if (path.sub === "value" || (op === "remove" && path.filter.length > 0)) {
    return withProfile(user, { emails: patchOneEmail(emails, step) });
  }
  if (op === "remove") return withProfile(user, { emails: [] });
  const given = emailsOf(value);
  const staying =
    op === "replace"
      ? path.filter.length === 0
        ? []
        : emails.filter((email) => !isMeant(email, step))
      : emails.filter((email) => !given.some((other) => other.value === email.value));
  return withProfile(user, { emails: emailsOf([...staying, ...given]) });
}

const PATCHES: ReadonlyMap<string, (user: UserDraft, step: PatchStep) => UserDraft> = new Map([
  ["username", patchUserName],
  ["externalid", patchExternalId],
  ["active", patchActive],
  ["displayname", patchDisplayName],
  ["name", patchName],
  ["emails", patchEmails],
]);

/**
 * The user after a PATCH. Attributes that are not kept, and those that only Rolebridge writes, stay as they are.
 * @throws AppError `scim.invalid_value`, `scim.invalid_syntax`
 */
export function patchUser(user: UserDraft, steps: readonly PatchStep[]): UserDraft {
  return steps.reduce(
    (patched, step) => PATCHES.get(step.path.attribute ?? "")?.(patched, step) ?? patched,
    user,
  );
}
