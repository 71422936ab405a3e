import { isDeepStrictEqual } from "node:util";
import { AppError } from "../../errors/app-error";
import { type GroupDraft, type GroupStep, patchGroup, readGroup } from "../../scim/group";
import { GROUP_FILTERS, readListQuery, readProjection } from "../../scim/list-query";
import { parsePatch } from "../../scim/patch";
import {
  etagOf,
  groupResource,
  isWanted,
  listResponse,
  type Projection,
  projected,
} from "../../scim/resource";
import type { FlowContext } from "../flow-context";
import type { ChangeStores } from "../ports";
import type { ProvisionedGroup } from "./ports";
import { existing, recordChange, requireCleanNames, requireVersion, unique, uniquely } from "./resources";
import type { ScimAnswer, ScimClient, ScimCollection } from "./scim-use-cases";

type Context = Pick<FlowContext, "clock" | "random" | "provisionedGroups" | "unitOfWork">;

interface GroupChange {
  readonly draft: GroupDraft;
  readonly members: readonly GroupStep[];
}

async function answer(
  { provisionedGroups }: Context,
  client: ScimClient,
  group: ProvisionedGroup,
  projection: Projection,
): Promise<ScimAnswer> {
  // A group may have ten thousand: Entra ID asks without them, and then they are not read.
  const members = isWanted(projection, "members") ? await provisionedGroups.members([group.id]) : undefined;
  const listed = members && (members.get(group.id) ?? []);
  return {
    body: projected(groupResource(group, listed, client.base), projection),
    version: etagOf(group),
    location: `${client.base}/Groups/${group.id}`,
  };
}

function requireNames({ displayName, externalId }: GroupDraft): void {
  requireCleanNames({ displayName, externalId });
}

function asObject({ id, displayName }: ProvisionedGroup) {
  return { kind: "provisioned_group", id, name: displayName };
}

function draftOf({ displayName, externalId }: ProvisionedGroup): GroupDraft {
  return externalId === undefined ? { displayName } : { displayName, externalId };
}

/** Enough to see who it was; a group of thousands would fill the audit with names. */
const MOST_NAMES = 200;

function named(names: readonly string[]) {
  return { count: names.length, names: names.slice(0, MOST_NAMES) };
}

/** @throws AppError `scim.invalid_value` naming the first who is not there */
async function takeMembers(
  { provisionedGroups }: ChangeStores,
  { connectionId }: ScimClient,
  id: string,
  steps: readonly GroupStep[],
) {
  const added: string[] = [];
  const removed: string[] = [];
  for (const step of steps) {
    const done = await provisionedGroups.changeMembers(connectionId, id, step);
    const [stranger] = done.unknown;
    if (stranger !== undefined) {
      throw new AppError("scim.invalid_value", {
        detail: `There is no user ${stranger.slice(0, 100)}: let the identity provider send the user first.`,
      });
    }
    added.push(...done.added);
    removed.push(...done.removed);
  }
  return { added, removed };
}

function create(context: Context): ScimCollection["create"] {
  return async (client, body, query) => {
    const { draft, members } = readGroup(body);
    requireNames(draft);
    const now = context.clock.now();
    const created = await context.unitOfWork.run(async (stores) => {
      const id = context.random.uuid();
      const group = unique(await stores.provisionedGroups.create(client.connectionId, id, draft, now));
      const { added } = await takeMembers(stores, client, id, [{ kind: "add", ids: members }]);
      const detail = { after: draft, added: named(added) };
      await recordChange(context, stores, client, "provisioned_group.created", asObject(group), detail);
      return group;
    });
    return answer(context, client, created, readProjection(query));
  };
}

async function change(
  context: Context,
  client: ScimClient,
  id: string,
  ifMatch: string | undefined,
  changed: (group: GroupDraft) => GroupChange,
): Promise<ProvisionedGroup> {
  const now = context.clock.now();
  return context.unitOfWork.run(async (stores) => {
    const before = existing(await stores.provisionedGroups.lock(client.connectionId, id));
    requireVersion(before, ifMatch);
    const { draft, members } = changed(draftOf(before));
    requireNames(draft);
    const { added, removed } = await takeMembers(stores, client, id, members);
    const isSame = isDeepStrictEqual(draft, draftOf(before)) && added.length + removed.length === 0;
    if (isSame) return before;
    const after = await uniquely(stores.provisionedGroups.update(client.connectionId, id, draft, now));
    const detail = { before: draftOf(before), after: draft, added: named(added), removed: named(removed) };
    await recordChange(context, stores, client, "provisioned_group.updated", asObject(after), detail);
    return after;
  });
}

function remove(context: Context): ScimCollection["delete"] {
  return async (client, id, ifMatch) => {
    await context.unitOfWork.run(async (stores) => {
      const before = existing(await stores.provisionedGroups.lock(client.connectionId, id));
      requireVersion(before, ifMatch);
      const { removed } = await takeMembers(stores, client, id, [{ kind: "set", ids: [] }]);
      await stores.provisionedGroups.delete(client.connectionId, id);
      const detail = { before: draftOf(before), removed: named(removed) };
      await recordChange(context, stores, client, "provisioned_group.deleted", asObject(before), detail);
    });
  };
}

/** Groups of the client's own connection, with their members (RFC 7643 section 4.2). */
export function scimGroups(context: Context): ScimCollection {
  const { provisionedGroups } = context;
  return {
    list: async (client, query) => {
      const request = readListQuery(query, GROUP_FILTERS);
      const { total, items } = await provisionedGroups.list(client.connectionId, request);
      const withMembers = isWanted(request, "members");
      const members = withMembers ? await provisionedGroups.members(items.map(({ id }) => id)) : undefined;
      const resources = items.map((group) =>
        projected(groupResource(group, members && (members.get(group.id) ?? []), client.base), request),
      );
      return { body: listResponse(resources, total, request.startIndex) };
    },
    get: async (client, id, query) => {
      const group = existing(await provisionedGroups.byId(client.connectionId, id));
      return answer(context, client, group, readProjection(query));
    },
    create: create(context),
    replace: async (client, id, body, query, ifMatch) => {
      const { draft, members } = readGroup(body);
      const replacement = () => ({ draft, members: [{ kind: "set", ids: members }] as const });
      const after = await change(context, client, id, ifMatch, replacement);
      return answer(context, client, after, readProjection(query));
    },
    patch: async (client, id, body, query, ifMatch) => {
      const steps = parsePatch(body);
      const after = await change(context, client, id, ifMatch, (before) => patchGroup(before, steps));
      return answer(context, client, after, readProjection(query));
    },
    delete: remove(context),
  };
}
