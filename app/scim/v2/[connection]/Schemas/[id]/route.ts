import { scim, scimJson } from "@/app/_http/scim";

type Params = { readonly connection: string; readonly id: string };

export const GET = scim<Params>(async ({ scim: useCases, client, params }) =>
  scimJson(useCases.schemas(client, params.id)),
);
