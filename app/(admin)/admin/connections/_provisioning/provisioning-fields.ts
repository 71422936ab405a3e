import type { ProvisioningView } from "@/lib/flows/provisioning/admin-provisioning-use-cases";
import type { FieldGroup, FieldValues } from "../../_forms/field-spec";

/** What an administrator decides about provisioning. */
export const PROVISIONING_FIELDS: readonly FieldGroup[] = [
  {
    fields: [
      {
        kind: "checkbox",
        // Not "enabled": the settings of the connection, on the same page, have a field of that name.
        name: "takesProvisioning",
        alsoErrorsOf: ["enabled"],
        label: "Take users and groups from the identity provider",
        hint: "Whoever it disables or deletes loses access at once. While this is off, nothing it provisioned counts.",
      },
      {
        kind: "select",
        name: "groupsFrom",
        label: "Groups come from",
        hint: "Provisioned groups count at the next look, without a new sign-in. Let the identity provider send them before you change this.",
        options: [
          { value: "sign-in", label: "The sign-in" },
          { value: "provisioning", label: "Provisioning" },
        ],
      },
      {
        kind: "select",
        name: "groupName",
        label: "Grants name a provisioned group by",
        options: [
          { value: "displayName", label: "Its name" },
          { value: "externalId", label: "Its external ID (Entra ID: object ID)" },
        ],
      },
      {
        kind: "text",
        name: "matchAttribute",
        label: "Attribute that holds the external ID of a user",
        mono: true,
        optional: true,
        placeholder: "oid",
        hint: "Empty: a user is the person whose username is its userName. Changing this finds out anew who is whom.",
      },
    ],
  },
];

export function provisioningValues(provisioning: ProvisioningView): FieldValues {
  return {
    takesProvisioning: provisioning.enabled ? "on" : undefined,
    groupsFrom: provisioning.groupsFrom,
    groupName: provisioning.groupName,
    matchAttribute: provisioning.matchAttribute,
  };
}
