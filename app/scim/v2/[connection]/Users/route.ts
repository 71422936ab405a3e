import { scimCollectionRoutes } from "@/app/_http/scim";

export const { GET, POST } = scimCollectionRoutes((scim) => scim.users);
