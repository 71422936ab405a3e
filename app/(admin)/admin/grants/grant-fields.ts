import type { ComboboxOption } from "@/app/_ui/combobox-field.client";
import type { SelectOption } from "@/app/_ui/select-field";
import type { Grant, Principal } from "@/lib/entitlements/model";
import type { FieldGroup, FieldValues } from "../_forms/field-spec";
import { durationOptions } from "../_parts/durations";

const WHO = [
  { value: "group", label: "A group" },
  { value: "user", label: "A user" },
  { value: "attribute", label: "Everybody with an attribute" },
];

/** What a grant form asks. @param targets only for a new one */
export function grantFields(
  targets: readonly ComboboxOption[] | undefined,
  connections: readonly SelectOption[],
  current?: Grant,
): readonly FieldGroup[] {
  return [
    {
      title: "Who",
      fields: [
        {
          kind: "select",
          name: "principalKind",
          label: "Give it to",
          options: WHO,
          alsoErrorsOf: ["principal"],
        },
        {
          kind: "text",
          name: "group",
          label: "Group",
          hint: "Exactly as the identity provider sends it; upper and lower case count.",
          showWhen: { field: "principalKind", is: ["group"] },
          alsoErrorsOf: ["principal.group"],
        },
        {
          kind: "text",
          name: "user",
          label: "Username",
          hint: "As it stands under People.",
          showWhen: { field: "principalKind", is: ["user"] },
          alsoErrorsOf: ["principal.user"],
        },
        {
          kind: "text",
          name: "attribute",
          label: "Attribute",
          hint: "Its name, as the identity provider sends it.",
          showWhen: { field: "principalKind", is: ["attribute"] },
          alsoErrorsOf: ["principal.attribute"],
        },
        {
          kind: "text",
          name: "equals",
          label: "Has the value",
          showWhen: { field: "principalKind", is: ["attribute"] },
          alsoErrorsOf: ["principal.equals"],
        },
        {
          kind: "select",
          name: "connection",
          label: "Signed in through",
          options: [{ value: "", label: "Any connection" }, ...connections],
        },
      ],
    },
    {
      title: "What",
      fields: [
        ...(targets === undefined
          ? []
          : [
              {
                kind: "combobox" as const,
                name: "targetId",
                label: "Role",
                options: targets,
                placeholder: "Type a role or an account",
                emptyText: "No target matches. Add the target first.",
              },
            ]),
        {
          kind: "select",
          name: "maxDurationSeconds",
          label: "Longest session",
          options: [
            { value: "", label: "As long as the role allows" },
            ...durationOptions("user", current?.maxDurationSeconds),
          ],
        },
      ],
    },
    {
      title: "When",
      description: "Times are UTC. Leave both empty for a grant that holds until it is deleted.",
      fields: [
        { kind: "text", name: "notBefore", label: "From", type: "datetime-local", optional: true },
        { kind: "text", name: "expiresAt", label: "Until", type: "datetime-local", optional: true },
        {
          kind: "text",
          name: "note",
          label: "Note",
          optional: true,
          hint: "Why, for whoever asks next year.",
        },
      ],
    },
  ];
}

function principalValues(principal: Principal): FieldValues {
  if ("group" in principal) return { principalKind: "group", group: principal.group };
  if ("user" in principal) return { principalKind: "user", user: principal.user };
  return { principalKind: "attribute", attribute: principal.attribute, equals: principal.equals };
}

const localTime = (at: Date | undefined): string | undefined => at?.toISOString().slice(0, 16);

export function grantValues(grant: Grant): FieldValues {
  return {
    ...principalValues(grant.principal),
    connection: grant.connection,
    maxDurationSeconds: grant.maxDurationSeconds === undefined ? "" : String(grant.maxDurationSeconds),
    notBefore: localTime(grant.notBefore),
    expiresAt: localTime(grant.expiresAt),
    note: grant.note,
  };
}
