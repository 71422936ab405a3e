import { itemRoutes } from "@/app/_http/collection-routes";
import { CONNECTIONS } from "@/app/_http/collections";

export const { GET, PATCH, DELETE } = itemRoutes(CONNECTIONS);
