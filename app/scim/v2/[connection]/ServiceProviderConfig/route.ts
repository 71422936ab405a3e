import { scim, scimJson } from "@/app/_http/scim";

/** What this service provider can do. */
export const GET = scim(async ({ scim: useCases, client }) =>
  scimJson(useCases.serviceProviderConfig(client)),
);
