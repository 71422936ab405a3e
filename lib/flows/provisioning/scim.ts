import type { JsonObject } from "../../scim/attributes";
import { resourceTypes, schemas, serviceProviderConfig } from "../../scim/discovery";
import { listResponse } from "../../scim/resource";
import type { FlowContext } from "../flow-context";
import { existing } from "./resources";
import { clientOf } from "./scim-client";
import { scimGroups } from "./scim-groups";
import type { ScimAnswer, ScimUseCases } from "./scim-use-cases";
import { scimUsers } from "./scim-users";

function oneOrAll(resources: readonly JsonObject[], id: string | undefined): ScimAnswer {
  if (id === undefined) return { body: listResponse(resources, resources.length, 1) };
  const wanted = id.toLowerCase();
  return { body: existing(resources.find((resource) => String(resource.id).toLowerCase() === wanted)) };
}

/** Provisioning by SCIM 2.0: what an identity provider tells of a connection's people before and after they sign in. */
export function scimUseCases(context: FlowContext): ScimUseCases {
  return {
    clientOf: clientOf(context),
    users: scimUsers(context),
    groups: scimGroups(context),
    serviceProviderConfig: ({ base }) => ({ body: serviceProviderConfig(base) }),
    resourceTypes: ({ base }, id) => oneOrAll(resourceTypes(base), id),
    schemas: ({ base }, id) => oneOrAll(schemas(base), id),
  };
}
