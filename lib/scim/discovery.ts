/** What a client reads to find out what Rolebridge can do (RFC 7644 section 4, RFC 7643 sections 5 to 7). */
import { GROUP_SCHEMA, type JsonObject, USER_SCHEMA } from "./attributes";
import { MAX_RESULTS } from "./list-query";

/** @param base address of the service provider, without a slash at its end */
export function serviceProviderConfig(base: string): JsonObject {
  return {
    schemas: ["urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig"],
    patch: { supported: true },
    bulk: { supported: false, maxOperations: 0, maxPayloadSize: 0 },
    filter: { supported: true, maxResults: MAX_RESULTS },
    changePassword: { supported: false },
    sort: { supported: false },
    etag: { supported: true },
    authenticationSchemes: [
      {
        type: "oauthbearertoken",
        name: "Bearer token",
        description: "A token made on the connection's page in Rolebridge, in the Authorization header.",
        specUri: "https://www.rfc-editor.org/rfc/rfc6750",
        primary: true,
      },
    ],
    meta: { resourceType: "ServiceProviderConfig", location: `${base}/ServiceProviderConfig` },
  };
}

export function resourceTypes(base: string): readonly JsonObject[] {
  const resourceType = (name: string, schema: string): JsonObject => ({
    schemas: ["urn:ietf:params:scim:schemas:core:2.0:ResourceType"],
    id: name,
    name,
    endpoint: `/${name}s`,
    schema,
    meta: { resourceType: "ResourceType", location: `${base}/ResourceTypes/${name}` },
  });
  return [resourceType("User", USER_SCHEMA), resourceType("Group", GROUP_SCHEMA)];
}

interface AttributeTraits {
  readonly type?: "string" | "boolean" | "complex" | "reference";
  readonly multiValued?: boolean;
  readonly required?: boolean;
  readonly caseExact?: boolean;
  readonly mutability?: "readWrite" | "immutable" | "readOnly";
  readonly uniqueness?: "none" | "server";
  readonly referenceTypes?: readonly string[];
  readonly subAttributes?: readonly JsonObject[];
}

function attribute(name: string, description: string, traits: AttributeTraits = {}): JsonObject {
  return {
    name,
    description,
    type: "string",
    multiValued: false,
    required: false,
    caseExact: false,
    mutability: "readWrite",
    returned: "default",
    uniqueness: "none",
    ...traits,
  };
}

const USER_ATTRIBUTES: readonly JsonObject[] = [
  attribute("userName", "The username of the sign-in.", { required: true, uniqueness: "server" }),
  attribute("externalId", "The identity provider's own id.", { caseExact: true, uniqueness: "server" }),
  attribute("name", "The parts of the name.", {
    type: "complex",
    subAttributes: [
      attribute("formatted", "The whole name."),
      attribute("familyName", "The family name."),
      attribute("givenName", "The given name."),
    ],
  }),
  attribute("displayName", "How people call them."),
  attribute("emails", "Addresses, for people to read.", {
    type: "complex",
    multiValued: true,
    subAttributes: [
      attribute("value", "The address."),
      attribute("type", "Work, home or other."),
      attribute("primary", "Whether it is the one to use.", { type: "boolean" }),
    ],
  }),
  attribute("active", "While it is false they cannot sign in, and have no sessions.", { type: "boolean" }),
];

const GROUP_ATTRIBUTES: readonly JsonObject[] = [
  attribute("displayName", "What grants call the group.", { required: true, uniqueness: "server" }),
  attribute("externalId", "The identity provider's own id.", { caseExact: true, uniqueness: "server" }),
  attribute("members", "The people in it.", {
    type: "complex",
    multiValued: true,
    subAttributes: [
      attribute("value", "The id of the user.", { mutability: "immutable", caseExact: true }),
      attribute("$ref", "The address of the user.", {
        type: "reference",
        referenceTypes: ["User"],
        mutability: "readOnly",
        caseExact: true,
      }),
      attribute("type", "User.", { mutability: "immutable" }),
      attribute("display", "How people call them.", { mutability: "readOnly" }),
    ],
  }),
];

export function schemas(base: string): readonly JsonObject[] {
  const schema = (id: string, name: string, description: string, attributes: readonly JsonObject[]) => ({
    schemas: ["urn:ietf:params:scim:schemas:core:2.0:Schema"],
    id,
    name,
    description,
    attributes,
    meta: { resourceType: "Schema", location: `${base}/Schemas/${id}` },
  });
  return [
    schema(USER_SCHEMA, "User", "Somebody who may sign in", USER_ATTRIBUTES),
    schema(GROUP_SCHEMA, "Group", "What grants give roles to", GROUP_ATTRIBUTES),
  ];
}
