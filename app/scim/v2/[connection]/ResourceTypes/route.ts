import { scim, scimJson } from "@/app/_http/scim";

export const GET = scim(async ({ scim: useCases, client }) => scimJson(useCases.resourceTypes(client)));
