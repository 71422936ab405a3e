import type { z } from "zod";
import type { AdminUseCases, Collection } from "@/lib/flows/admin/admin-use-cases";
import type { ListQuery } from "@/lib/flows/ports";
import { type ApiCall, api, parseQuery } from "./api";
import { json } from "./json";
import { JSON_LIMIT, readJson } from "./read-body";
import { consequencesView, pageView } from "./views";

/** How one collection of the admin API goes over HTTP. Who may, and what is valid, the use-cases decide. */
export interface CollectionRoutes<View, Query extends ListQuery> {
  readonly path: string;
  readonly of: (admin: AdminUseCases) => Collection<View, Query>;
  readonly query: z.ZodType<Query>;
  readonly view: (item: View) => unknown;
  readonly idOf: (item: View) => string;
  /** Bytes of a body; the usual ones when not given. */
  readonly bodyLimit?: number;
}

type ItemCall = ApiCall<{ id: string }>;

/** `GET` lists, `POST` creates. */
export function listRoutes<View, Query extends ListQuery>(routes: CollectionRoutes<View, Query>) {
  return {
    GET: api(async ({ actor, rolebridge, request }) => {
      const page = await routes.of(rolebridge.admin).list(actor, parseQuery(routes.query, request.url));
      return json(pageView(page, routes.view));
    }),
    POST: api(async ({ actor, rolebridge, request }) => {
      const input = await readJson(request, routes.bodyLimit ?? JSON_LIMIT);
      const created = await routes.of(rolebridge.admin).create(actor, input);
      const location = `${routes.path}/${encodeURIComponent(routes.idOf(created))}`;
      return json(routes.view(created), { status: 201, headers: { Location: location } });
    }),
  };
}

/** `GET`, `PATCH` and `DELETE` of one. */
export function itemRoutes<View, Query extends ListQuery>(routes: CollectionRoutes<View, Query>) {
  return {
    GET: api(async ({ actor, rolebridge, params }: ItemCall) =>
      json(routes.view(await routes.of(rolebridge.admin).get(actor, params.id))),
    ),
    PATCH: api(async ({ actor, rolebridge, params, request }: ItemCall) => {
      const input = await readJson(request, routes.bodyLimit ?? JSON_LIMIT);
      return json(routes.view(await routes.of(rolebridge.admin).update(actor, params.id, input)));
    }),
    DELETE: api(async ({ actor, rolebridge, params }: ItemCall) => {
      await routes.of(rolebridge.admin).delete(actor, params.id);
      return new Response(null, { status: 204, headers: { "Cache-Control": "no-store" } });
    }),
  };
}

/** What deleting it would take away, told before. */
export function consequencesRoute<View, Query extends ListQuery>(routes: CollectionRoutes<View, Query>) {
  return api(async ({ actor, rolebridge, params }: ItemCall) =>
    json(consequencesView(await routes.of(rolebridge.admin).consequencesOfDelete(actor, params.id))),
  );
}
