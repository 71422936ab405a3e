import { itemRoutes } from "@/app/_http/collection-routes";
import { ACCOUNTS } from "@/app/_http/collections";

export const { GET, PATCH, DELETE } = itemRoutes(ACCOUNTS);
