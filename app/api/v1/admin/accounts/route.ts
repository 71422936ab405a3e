import { listRoutes } from "@/app/_http/collection-routes";
import { ACCOUNTS } from "@/app/_http/collections";

export const { GET, POST } = listRoutes(ACCOUNTS);
