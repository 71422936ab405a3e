import { scimItemRoutes } from "@/app/_http/scim";

export const { GET, PUT, PATCH, DELETE } = scimItemRoutes((scim) => scim.users);
