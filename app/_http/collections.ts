import { z } from "zod";
import type { AdminUseCases, Collection } from "@/lib/flows/admin/admin-use-cases";
import type { ListQuery } from "@/lib/flows/ports";
import { LIST_QUERY, listQueryWith } from "./api";
import type { CollectionRoutes } from "./collection-routes";
import { METADATA_LIMIT } from "./read-body";
import { accountView, connectionView, grantView, targetView } from "./views";

type ViewOf<Name extends keyof AdminUseCases> =
  AdminUseCases[Name] extends Collection<infer View, never> ? View : never;

const ROOT = "/api/v1/admin";
const accountId = z
  .string()
  .regex(/^\d{12}$/, "Give the 12-digit number of the account.")
  .exactOptional();
const targetId = z.string().max(100).exactOptional();

export const CONNECTIONS: CollectionRoutes<ViewOf<"connections">, ListQuery> = {
  path: `${ROOT}/connections`,
  of: (admin) => admin.connections,
  query: LIST_QUERY,
  view: connectionView,
  idOf: (connection) => connection.slug,
  // Metadata of an identity provider is part of it.
  bodyLimit: METADATA_LIMIT,
};

export const ACCOUNTS: CollectionRoutes<ViewOf<"accounts">, ListQuery> = {
  path: `${ROOT}/accounts`,
  of: (admin) => admin.accounts,
  query: LIST_QUERY,
  view: accountView,
  idOf: (account) => account.accountId,
};

export const TARGETS: CollectionRoutes<ViewOf<"targets">, ListQuery & { readonly accountId?: string }> = {
  path: `${ROOT}/targets`,
  of: (admin) => admin.targets,
  query: listQueryWith({ accountId }),
  view: targetView,
  idOf: (target) => target.id,
};

export const GRANTS: CollectionRoutes<
  ViewOf<"grants">,
  ListQuery & { readonly targetId?: string; readonly accountId?: string }
> = {
  path: `${ROOT}/grants`,
  of: (admin) => admin.grants,
  query: listQueryWith({ targetId, accountId }),
  view: grantView,
  idOf: (grant) => grant.id,
};
