import { z } from "zod";
import { Secret } from "../../secret/secret";
import { change, found } from "../admin/change";
import { exactName, flag, label, wanted } from "../admin/fields";
import { parseInput, refuseField } from "../admin/parse-input";
import { requireStillAdministrator } from "../admin/still-administrator";
import { requireAdministrator, requireReader } from "../authorize";
import type { FlowContext } from "../flow-context";
import type { Connection } from "../ports";
import type { AdminProvisioningUseCases, ProvisioningView } from "./admin-provisioning-use-cases";
import type { ProvisioningPolicy } from "./ports";
import { hashOfToken, scimBase } from "./scim-client";

type Context = Pick<
  FlowContext,
  "clock" | "random" | "settings" | "connections" | "provisioning" | "audit" | "unitOfWork"
>;

/** Two are needed to replace one without a gap; many are forgotten ones. */
const MOST_TOKENS = 5;
const TOKEN_BYTES = 32;

const PATCH = z
  .strictObject({
    enabled: flag,
    groupsFrom: z.enum(["sign-in", "provisioning"], { error: wanted("sign-in or provisioning") }),
    groupName: z.enum(["displayName", "externalId"], { error: wanted("displayName or externalId") }),
    matchAttribute: exactName().nullable(),
  })
  .partial();

const NEW_TOKEN = z.strictObject({ name: label(100) });

async function viewOf(
  { settings, provisioning }: Context,
  { id, slug }: Connection,
): Promise<ProvisioningView> {
  const [policy, tokens, counts] = await Promise.all([
    provisioning.policy(id),
    provisioning.tokens(id),
    provisioning.counts(id),
  ]);
  return { ...policy, baseUrl: scimBase(settings.origin, slug), tokens, counts };
}

function objectOf({ id, slug }: Connection) {
  return { kind: "connection", id, name: slug };
}

function policyAfter(before: ProvisioningPolicy, input: unknown): ProvisioningPolicy {
  const { matchAttribute: oldAttribute, ...kept } = before;
  const { matchAttribute, ...given } = parseInput(PATCH, input);
  const attribute = matchAttribute === undefined ? oldAttribute : (matchAttribute ?? undefined);
  return {
    enabled: given.enabled ?? kept.enabled,
    groupsFrom: given.groupsFrom ?? kept.groupsFrom,
    groupName: given.groupName ?? kept.groupName,
    ...(attribute === undefined ? {} : { matchAttribute: attribute }),
  };
}

/** Provisioning of a connection: whether, what it decides, and with which tokens. */
export function adminProvisioning(context: Context): AdminProvisioningUseCases {
  const { clock, random, connections } = context;
  const connectionNamed = async (slug: string) => found(await connections.bySlug(slug));
  return {
    get: async (actor, slug) => {
      await requireReader(context, actor, "provisioning.get");
      return viewOf(context, await connectionNamed(slug));
    },

    update: async (actor, slug, input) => {
      await requireAdministrator(context, actor, "provisioning.update");
      const connection = await connectionNamed(slug);
      await change(context, actor, async (stores) => {
        const before = await stores.provisioning.policy(connection.id);
        const after = policyAfter(before, input);
        await stores.provisioning.setPolicy(connection.id, after);
        await requireStillAdministrator(context.settings, stores, actor);
        const detail = { before, after };
        return {
          result: undefined,
          happening: { action: "provisioning.updated", object: objectOf(connection), detail },
        };
      });
      return viewOf(context, connection);
    },

    makeToken: async (actor, slug, input) => {
      await requireAdministrator(context, actor, "provisioning.make_token");
      const { name } = parseInput(NEW_TOKEN, input);
      const connection = await connectionNamed(slug);
      const token = new Secret(`rbscim_${Buffer.from(random.bytes(TOKEN_BYTES)).toString("base64url")}`);
      const made = { id: random.uuid(), name, createdAt: clock.now() };
      return change(context, actor, async (stores) => {
        const known = await stores.provisioning.tokens(connection.id);
        if (known.length >= MOST_TOKENS) refuseField("name", "is one token too many: revoke one first");
        await stores.provisioning.addToken(connection.id, { ...made, hash: hashOfToken(token) });
        const detail = { token: made.id, name };
        const happening = {
          action: "provisioning_token.created",
          object: objectOf(connection),
          detail,
        } as const;
        return { result: { ...made, token }, happening };
      });
    },

    revokeToken: async (actor, slug, id) => {
      await requireAdministrator(context, actor, "provisioning.revoke_token");
      const connection = await connectionNamed(slug);
      await change(context, actor, async (stores) => {
        const { name } = found(await stores.provisioning.removeToken(connection.id, id));
        const happening = {
          action: "provisioning_token.revoked",
          object: objectOf(connection),
          detail: { token: id, name },
        } as const;
        return { result: undefined, happening };
      });
    },
  };
}
