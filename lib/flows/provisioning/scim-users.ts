import { isDeepStrictEqual } from "node:util";
import type { AuditAction } from "../../audit/event";
import { readListQuery, readProjection, USER_FILTERS } from "../../scim/list-query";
import { parsePatch } from "../../scim/patch";
import { patchUser } from "../../scim/patch-user";
import { etagOf, listResponse, type Projection, projected, userResource } from "../../scim/resource";
import { readUser, type UserDraft } from "../../scim/user";
import type { FlowContext } from "../flow-context";
import type { ChangeStores } from "../ports";
import type { EndedAccess, ProvisionedUser } from "./ports";
import { existing, recordChange, requireCleanNames, requireVersion, unique, uniquely } from "./resources";
import type { ScimAnswer, ScimClient, ScimCollection } from "./scim-use-cases";

type Context = Pick<FlowContext, "clock" | "random" | "provisionedUsers" | "unitOfWork">;

function answer(client: ScimClient, user: ProvisionedUser, projection: Projection): ScimAnswer {
  return {
    body: projected(userResource(user, client.base), projection),
    version: etagOf(user),
    location: `${client.base}/Users/${user.id}`,
  };
}

function requireNames({ userName, externalId }: UserDraft): void {
  requireCleanNames({ userName, externalId });
}

/** For the audit: what decides, and the name people know. */
function shown({ userName, externalId, active, profile }: UserDraft) {
  return { userName, externalId, active, displayName: profile.displayName };
}

function asObject({ id, userName }: ProvisionedUser) {
  return { kind: "provisioned_user", id, name: userName };
}

function draftOf({ userName, externalId, active, profile }: ProvisionedUser): UserDraft {
  return { userName, active, profile, ...(externalId === undefined ? {} : { externalId }) };
}

function actionFor(before: UserDraft, after: UserDraft): AuditAction {
  if (before.active === after.active) return "provisioned_user.updated";
  return after.active ? "provisioned_user.reactivated" : "provisioned_user.disabled";
}

/**
 * What follows from a change of who somebody is or whether they may: in the transaction of the change, so that nobody
 * disabled has a session at any moment. Access ends also when somebody is brought back, because a sign-in that was
 * under way while they were being disabled may have left a session that nobody could use, and now could.
 */
async function takeEffect(
  { provisionedUsers }: ChangeStores,
  client: ScimClient,
  before: UserDraft | undefined,
  after: ProvisionedUser,
  now: Date,
): Promise<EndedAccess | undefined> {
  await provisionedUsers.presume(client.connectionId, after.id);
  if (after.active && (before === undefined || before.active)) return undefined;
  return provisionedUsers.endAccess(client.connectionId, after.id, now);
}

function create(context: Context): ScimCollection["create"] {
  return async (client, body, query) => {
    const draft = readUser(body);
    requireNames(draft);
    const now = context.clock.now();
    const created = await context.unitOfWork.run(async (stores) => {
      const id = context.random.uuid();
      const user = unique(await stores.provisionedUsers.create(client.connectionId, id, draft, now));
      const ended = await takeEffect(stores, client, undefined, user, now);
      await recordChange(context, stores, client, "provisioned_user.created", asObject(user), {
        after: shown(user),
        ended,
      });
      return user;
    });
    return answer(client, created, readProjection(query));
  };
}

async function change(
  context: Context,
  client: ScimClient,
  id: string,
  ifMatch: string | undefined,
  changed: (user: UserDraft) => UserDraft,
): Promise<ProvisionedUser> {
  const now = context.clock.now();
  return context.unitOfWork.run(async (stores) => {
    const before = existing(await stores.provisionedUsers.lock(client.connectionId, id));
    requireVersion(before, ifMatch);
    const draft = changed(draftOf(before));
    requireNames(draft);
    // Identity providers repeat themselves at every cycle.
    if (isDeepStrictEqual(draft, draftOf(before))) return before;
    const after = await uniquely(stores.provisionedUsers.update(client.connectionId, id, draft, now));
    const ended = await takeEffect(stores, client, before, after, now);
    const detail = { before: shown(before), after: shown(after), ended };
    await recordChange(context, stores, client, actionFor(before, after), asObject(after), detail);
    return after;
  });
}

function remove(context: Context): ScimCollection["delete"] {
  return async (client, id, ifMatch) => {
    const now = context.clock.now();
    await context.unitOfWork.run(async (stores) => {
      const before = existing(await stores.provisionedUsers.lock(client.connectionId, id));
      requireVersion(before, ifMatch);
      const ended = await stores.provisionedUsers.endAccess(client.connectionId, id, now);
      await stores.provisionedUsers.delete(client.connectionId, id, now);
      await recordChange(context, stores, client, "provisioned_user.deleted", asObject(before), {
        before: shown(before),
        ended,
      });
    });
  };
}

/** Users of the client's own connection (RFC 7643 section 4.1). */
export function scimUsers(context: Context): ScimCollection {
  const { provisionedUsers } = context;
  return {
    list: async (client, query) => {
      const request = readListQuery(query, USER_FILTERS);
      const { total, items } = await provisionedUsers.list(client.connectionId, request);
      const resources = items.map((user) => projected(userResource(user, client.base), request));
      return { body: listResponse(resources, total, request.startIndex) };
    },
    get: async (client, id, query) => {
      const user = existing(await provisionedUsers.byId(client.connectionId, id));
      return answer(client, user, readProjection(query));
    },
    create: create(context),
    replace: async (client, id, body, query, ifMatch) => {
      const replacement = (before: UserDraft) => readUser(body, before.active);
      return answer(client, await change(context, client, id, ifMatch, replacement), readProjection(query));
    },
    patch: async (client, id, body, query, ifMatch) => {
      const steps = parsePatch(body);
      const patched = (before: UserDraft) => patchUser(before, steps);
      return answer(client, await change(context, client, id, ifMatch, patched), readProjection(query));
    },
    delete: remove(context),
  };
}
