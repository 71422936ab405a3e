import { itemRoutes } from "@/app/_http/collection-routes";
import { GRANTS } from "@/app/_http/collections";

export const { GET, PATCH, DELETE } = itemRoutes(GRANTS);
