import { listRoutes } from "@/app/_http/collection-routes";
import { CONNECTIONS } from "@/app/_http/collections";

export const { GET, POST } = listRoutes(CONNECTIONS);
