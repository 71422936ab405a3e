import { listRoutes } from "@/app/_http/collection-routes";
import { GRANTS } from "@/app/_http/collections";

export const { GET, POST } = listRoutes(GRANTS);
