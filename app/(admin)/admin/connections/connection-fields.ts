import type { ConnectionView } from "@/lib/flows/admin/admin-use-cases";
import type { MappingPreset } from "@/lib/identity/attribute-mapping";
import type { AttributeMapping } from "@/lib/identity/identity";
import type { FieldGroup, FieldSpec, FieldValues } from "../_forms/field-spec";
import { tagValues } from "../_forms/tag-rules";

export type ConnectionKind = ConnectionView["kind"];

const MAPPING_FIELDS = [
  ["username", "Username", "What grants for a user match, and what AWS shows as the session name."],
  ["email", "E-mail", "Shown to the person and in the audit."],
  ["displayName", "Display name", "How Rolebridge calls the person."],
  ["groups", "Groups", "What grants for a group match."],
] as const;

const PRESET: FieldSpec = {
  kind: "select",
  name: "preset",
  label: "Names as sent by",
  hint: "Fills in what stays empty below.",
  options: [
    { value: "", label: "Try them all" },
    { value: "okta", label: "Okta" },
    { value: "entra", label: "Entra ID" },
    { value: "google", label: "Google Workspace" },
    { value: "keycloak", label: "Keycloak" },
    { value: "adfs", label: "AD FS" },
  ] satisfies readonly { readonly value: MappingPreset | ""; readonly label: string }[],
};

function mappingGroup(kind: ConnectionKind, isNew: boolean): FieldGroup {
  const names = MAPPING_FIELDS.map(
    ([name, label, hint]): FieldSpec => ({
      kind: "textarea",
      name: `mapping.${name}`,
      label,
      hint,
      optional: true,
      mono: true,
      rows: 3,
      alsoErrorsOf: [`attributeMapping.${name}`],
    }),
  );
  return {
    title: "Attribute mapping",
    folded: true,
    description: `Which ${kind === "saml" ? "attribute" : "claim"} carries what, one a line; the first that is present wins. Left empty, the names that Okta, Entra ID, Google Workspace, Keycloak and AD FS use are tried.`,
    fields: kind === "saml" && isNew ? [PRESET, ...names] : names,
  };
}

/** @param attributes names that this identity provider has sent */
function tagGroup(attributes: readonly string[]): FieldGroup {
  return {
    title: "Session tags",
    folded: true,
    description:
      "For targets that take the tags of the connection. AWS policies can compare them, so map only what the identity provider itself decides and people cannot change.",
    fields: [
      { kind: "tags", name: "sessionTags", label: "Tags", optional: true, attributes },
      {
        kind: "checkbox",
        name: "limitTagAttributes",
        label: "Trust only some attributes for tags",
        hint: "No target can then map another one, whoever edits it.",
      },
      {
        kind: "textarea",
        name: "tagAttributes",
        label: "Attributes that are trusted",
        mono: true,
        rows: 3,
        placeholder: attributes[0] ?? "department",
        hint: "One a line. Empty: none.",
        showWhen: { field: "limitTagAttributes", is: ["on"] },
      },
    ],
  };
}

function mfaGroup(kind: ConnectionKind): FieldGroup {
  const isSaml = kind === "saml";
  return {
    title: "Second factor",
    folded: true,
    description: "For targets that ask for one. It is never assumed: the identity provider has to state it.",
    fields: [
      {
        kind: "textarea",
        name: "mfaClaims",
        label: "What states it",
        mono: true,
        rows: 6,
        hint: isSaml
          ? "Values of AuthnContextClassRef, or of Entra ID’s authnmethodsreferences, one a line. Empty: nothing does."
          : "Values of amr or acr, one a line. Empty: nothing does.",
      },
      {
        kind: "textarea",
        name: "mfaRequest",
        label: "What to ask it for",
        optional: true,
        mono: true,
        rows: 2,
        placeholder: "https://refeds.org/profile/mfa",
        hint: isSaml
          ? "For RequestedAuthnContext, one a line. Empty: it is only told to ask anew."
          : "For acr_values, one a line. Empty: it is only told to ask anew.",
      },
    ],
  };
}

const SLUG: FieldSpec = {
  kind: "text",
  name: "slug",
  label: "Short name",
  mono: true,
  placeholder: "okta",
  hint: "Small letters, digits and hyphens. Stands in the addresses the identity provider must know, so it stays.",
};

const DISPLAY_NAME: FieldSpec = {
  kind: "text",
  name: "displayName",
  label: "Display name",
  hint: "On the button of the sign-in page.",
};

const ENABLED: FieldSpec = {
  kind: "checkbox",
  name: "enabled",
  label: "People may sign in through it",
  hint: "When this is off, everybody who came through it is signed out at once.",
};

function samlFields(isNew: boolean): readonly FieldSpec[] {
  return [
    {
      kind: "text",
      name: "metadataUrl",
      label: "Metadata address",
      type: "url",
      mono: true,
      optional: true,
      placeholder: "https://example.okta.com/app/…/sso/saml/metadata",
      hint: isNew
        ? "Where the identity provider publishes its metadata. Or paste it below."
        : "Read again when you save a new address.",
    },
    {
      kind: "textarea",
      name: "metadataXml",
      label: "Metadata XML",
      mono: true,
      optional: true,
      rows: isNew ? 8 : 4,
      placeholder: "<EntityDescriptor …>",
      ...(isNew
        ? {}
        : { hint: "Paste new metadata to replace what is known, for example after a new certificate." }),
    },
    {
      kind: "checkbox",
      name: "allowIdpInitiated",
      label: "Allow sign-ins that the identity provider starts",
      hint: "From a tile on its dashboard. Rolebridge then asks the person before it goes on.",
    },
  ];
}

function oidcFields(isNew: boolean): readonly FieldSpec[] {
  return [
    {
      kind: "text",
      name: "issuer",
      label: "Issuer",
      type: "url",
      mono: true,
      placeholder: "https://login.example.com/realms/company",
      hint: "Letter by letter as its discovery document says.",
    },
    { kind: "text", name: "clientId", label: "Client ID", mono: true },
    {
      kind: "text",
      name: "clientSecret",
      label: "Client secret",
      type: "password",
      optional: !isNew,
      hint: isNew ? "Kept sealed; never shown again." : "Leave empty to keep the one that is stored.",
    },
    {
      kind: "text",
      name: "scopes",
      label: "Scopes",
      optional: true,
      mono: true,
      placeholder: "openid profile email groups",
      hint: "Separated by spaces.",
    },
  ];
}

/** What a connection form asks, for each protocol. */
export function connectionFields(
  kind: ConnectionKind,
  isNew: boolean,
  attributes: readonly string[] = [],
): readonly FieldGroup[] {
  return [
    {
      fields: [
        ...(isNew ? [SLUG] : []),
        DISPLAY_NAME,
        ...(kind === "saml" ? samlFields(isNew) : oidcFields(isNew)),
        ...(isNew ? [] : [ENABLED]),
      ],
    },
    mappingGroup(kind, isNew),
    tagGroup(attributes),
    // A new one counts the usual words; which others it needs shows when it is tried.
    ...(isNew ? [] : [mfaGroup(kind)]),
  ];
}

function mappingValues(mapping: AttributeMapping): FieldValues {
  return Object.fromEntries(MAPPING_FIELDS.map(([name]) => [`mapping.${name}`, mapping[name].join("\n")]));
}

export function connectionValues(connection: ConnectionView): FieldValues {
  return {
    displayName: connection.displayName,
    enabled: connection.enabled ? "on" : undefined,
    metadataUrl: connection.saml?.metadataUrl,
    allowIdpInitiated: connection.saml?.allowIdpInitiated ? "on" : undefined,
    issuer: connection.oidc?.issuer,
    clientId: connection.oidc?.clientId,
    scopes: connection.oidc?.scopes.join(" "),
    ...mappingValues(connection.attributeMapping),
    ...tagValues(connection.sessionTags, "sessionTags"),
    mfaClaims: connection.mfaClaims.join("\n"),
    mfaRequest: connection.mfaRequest.join("\n"),
    limitTagAttributes: connection.tagAttributes === undefined ? undefined : "on",
    tagAttributes: connection.tagAttributes?.join("\n"),
  };
}
