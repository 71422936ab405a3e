import { consequencesRoute } from "@/app/_http/collection-routes";
import { TARGETS } from "@/app/_http/collections";

export const GET = consequencesRoute(TARGETS);
