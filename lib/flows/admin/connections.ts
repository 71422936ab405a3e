import { AppError } from "../../errors/app-error";
import { requireAdministrator, requireReader } from "../authorize";
import type { FlowContext } from "../flow-context";
import type { ChangeStores, Connection } from "../ports";
import { inUse } from "./access-keys";
import type { AdminUseCases, Consequences } from "./admin-use-cases";
import { change, conflictIn, found } from "./change";
import { parseConnection, patchConnection } from "./connection-input";
import { connectionView } from "./connection-view";
import { consequencesOf } from "./consequences";
import { everyPage } from "./every-page";

type Connections = AdminUseCases["connections"];

function objectOf({ id, slug }: Connection) {
  return { kind: "connection", id, name: slug };
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** By slug or id. */
async function find({ connections }: FlowContext, id: string): Promise<Connection> {
  const bySlug = await connections.bySlug(id);
  if (bySlug || !UUID.test(id)) return found(bySlug);
  const all = await everyPage((page) => connections.list(page));
  return found(all.find((connection) => connection.id === id));
}

/** Upstream identity providers. The client secret goes in and never comes out. */
export function connectionCollection(context: FlowContext): Connections {
  const view = (connection: Connection) => connectionView(context.settings.origin, connection);
  return {
    list: async (actor, query) => {
      await requireReader(context, actor, "connections.list");
      const page = await context.connections.list(query);
      return { ...page, items: page.items.map(view) };
    },
    get: async (actor, id) => {
      await requireReader(context, actor, "connections.get");
      return view(await find(context, id));
    },
    create: async (actor, input) => {
      await requireAdministrator(context, actor, "connections.create");
      // Before the transaction: reading somebody else's address takes as long as it takes.
      const draft = await parseConnection(context, input);
      return change(context, actor, async (stores) => {
        const created = await conflictIn("slug", stores.connections.create(draft));
        const result = view(created);
        const detail = { after: result };
        return { result, happening: { action: "connection.created", object: objectOf(created), detail } };
      });
    },
    update: async (actor, id, input) => {
      await requireAdministrator(context, actor, "connections.update");
      const current = await find(context, id);
      const draft = await patchConnection(context, current, input);
      return change(context, actor, async (stores) => {
        if (current.enabled && !draft.enabled) await requireAnotherWayIn(context, stores, current);
        const updated = await stores.connections.update(current.id, draft);
        const result = view(updated);
        const detail = {
          before: view(current),
          after: result,
          clientSecretChanged: hasNewSecret(current, updated),
        };
        return { result, happening: { action: "connection.updated", object: objectOf(updated), detail } };
      });
    },
    delete: async (actor, id) => {
      await requireAdministrator(context, actor, "connections.delete");
      const current = await find(context, id);
      const { summary } = await connectionConsequences(context, current);
      await change(context, actor, async (stores) => {
        await requireAnotherWayIn(context, stores, current);
        const relayed = await everyPage((page) =>
          stores.targets.list({ ...page, relayConnection: current.slug }),
        );
        if (relayed.length > 0) throw inUse(relayed);
        await stores.connections.delete(current.id);
        const detail = { before: view(current), consequences: summary };
        return {
          result: undefined,
          happening: { action: "connection.deleted", object: objectOf(current), detail },
        };
      });
    },
    consequencesOfDelete: async (actor, id) => {
      await requireReader(context, actor, "connections.get");
      return connectionConsequences(context, await find(context, id));
    },
  };
}

/**
 * Who administers is configuration, so nobody can take the role from the last one here; but whoever closes the last
 * connection that administrators come through locks everybody out (W23). With a token there is a way back.
 * Asked within the change: of two who close one each of the last two, the second waits and finds the first closed.
 * @throws AppError `admin.last_way_in`
 */
async function requireAnotherWayIn(
  { settings }: FlowContext,
  { connections }: ChangeStores,
  current: Connection,
): Promise<void> {
  const { administrators } = settings.roles;
  if (
    settings.adminTokenSha256 !== undefined ||
    !administrators.some((one) => one.connection === current.slug)
  ) {
    return;
  }
  const slugs = new Set(administrators.map(({ connection }) => connection));
  const enabled = await connections.holdEnabled([...slugs]);
  if (!enabled.some((slug) => slug !== current.slug)) throw new AppError("admin.last_way_in");
}

function hasNewSecret(before: Connection, after: Connection): boolean {
  if (before.kind !== "oidc" || after.kind !== "oidc") return false;
  return before.clientSecret.reveal() !== after.clientSecret.reveal();
}

/** Everybody of the connection: without it nobody of them can sign in, whatever their grants say. */
async function connectionConsequences(context: FlowContext, { id, slug }: Connection): Promise<Consequences> {
  const people = await everyPage((page) => context.people.list(page));
  const grants = await everyPage((page) => context.grants.list(page));
  return consequencesOf(
    people.filter(({ connectionId }) => connectionId === id),
    [{ kind: "grant", count: grants.filter(({ connection }) => connection === slug).length }],
    "loses sign-in and access",
  );
}
