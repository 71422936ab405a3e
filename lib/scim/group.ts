import { attributesOf, GROUP_SCHEMA, invalidValue, listOf, requireSchema, textOf } from "./attributes";
import type { PatchStep } from "./patch";

/** A SCIM Group without its members, who can be very many. */
export interface GroupDraft {
  readonly displayName: string;
  readonly externalId?: string;
}

/** Ids of users who come, go, or are all there are from now on. */
export interface GroupStep {
  readonly kind: "add" | "remove" | "set";
  readonly ids: readonly string[];
}

const MAX_MEMBERS = 10_000;

function memberId(value: unknown): string {
  const attributes = attributesOf(value, "A member");
  const type = attributes.get("type");
  if (typeof type === "string" && type.toLowerCase() === "group") {
    throw invalidValue(
      "Groups inside groups are not supported: let the identity provider send the people in them.",
    );
  }
  const id = textOf(attributes.get("value"), "members.value");
  if (id === undefined) throw invalidValue("members.value is missing.");
  return id;
}

function memberIds(value: unknown): readonly string[] {
  return [...new Set(listOf(value, "members", MAX_MEMBERS).map(memberId))];
}

function draftOf(displayName: string | undefined, externalId: string | undefined): GroupDraft {
  if (displayName === undefined) throw invalidValue("displayName is missing.");
  return externalId === undefined ? { displayName } : { displayName, externalId };
}

/** The body of a POST or PUT. @throws AppError `scim.invalid_syntax`, `scim.invalid_value` */
export function readGroup(body: unknown): {
  readonly draft: GroupDraft;
  readonly members: readonly string[];
} {
  const attributes = attributesOf(body, "The body");
  requireSchema(attributes, GROUP_SCHEMA);
  return {
    draft: draftOf(
      textOf(attributes.get("displayname"), "displayName"),
      textOf(attributes.get("externalid"), "externalId"),
    ),
    members: memberIds(attributes.get("members")),
  };
}

function memberStep({ op, path, value }: PatchStep): GroupStep {
  if (op === "add") return { kind: "add", ids: memberIds(value) };
  if (op === "replace") return { kind: "set", ids: memberIds(value) };
  if (path.filter.length > 0) {
    const ids = path.filter.flatMap(({ attribute, value: id }) =>
      attribute === "value" && typeof id === "string" ? [id] : [],
    );
    if (ids.length !== path.filter.length) throw invalidValue("members can be chosen by value only.");
    return { kind: "remove", ids };
  }
  // Entra ID names in the value whom to remove; the RFC knows only "all of them" here.
  return value === undefined ? { kind: "set", ids: [] } : { kind: "remove", ids: memberIds(value) };
}

/**
 * What a PATCH makes of a group: its own attributes, and what happens to the members, in order.
 * @throws AppError `scim.invalid_value`, `scim.invalid_syntax`
 */
export function patchGroup(
  group: GroupDraft,
  steps: readonly PatchStep[],
): { readonly draft: GroupDraft; readonly members: readonly GroupStep[] } {
  let { displayName, externalId }: { displayName?: string | undefined; externalId?: string | undefined } =
    group;
  const members: GroupStep[] = [];
  for (const step of steps) {
    const given = step.op === "remove" ? undefined : step.value;
    if (step.path.attribute === "displayname") displayName = textOf(given, "displayName");
    if (step.path.attribute === "externalid") externalId = textOf(given, "externalId");
    if (step.path.attribute === "members") members.push(memberStep(step));
  }
  return { draft: draftOf(displayName, externalId), members };
}
