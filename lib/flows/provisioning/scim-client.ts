import { createHash, timingSafeEqual } from "node:crypto";
import { AppError } from "../../errors/app-error";
import type { TokenActor } from "../../identity/actor";
import type { Secret } from "../../secret/secret";
import type { FlowContext } from "../flow-context";
import type { ProvisioningDoor } from "./ports";
import type { ScimClient, ScimUseCases } from "./scim-use-cases";

type Context = Pick<FlowContext, "clock" | "settings" | "provisioning">;

/** Not at every request: provisioning comes in hundreds of them. */
const TOUCH_AFTER_MS = 60_000;

/** What an identity provider's administrator enters there. */
export function scimBase(origin: string, slug: string): string {
  return `${origin}/scim/v2/${slug}`;
}

export function hashOfToken(token: Secret): Uint8Array {
  return new Uint8Array(createHash("sha256").update(token.reveal()).digest());
}

/** Every token is compared, and each in the same time whatever it has in common with the one that was shown (W21). */
function tokenIn(door: ProvisioningDoor, token: Secret): ProvisioningDoor["tokens"][number] | undefined {
  const shown = hashOfToken(token);
  return door.tokens.filter(({ hash }) => timingSafeEqual(hash, shown))[0];
}

export function clientOf(context: Context): ScimUseCases["clientOf"] {
  const { clock, settings, provisioning } = context;
  return async (slug, token, origin) => {
    if (token === undefined) throw new AppError("scim.token_invalid", { reason: "token_missing" });
    const door = await provisioning.door(slug);
    // A stranger is not told which connections there are.
    if (door === undefined) throw new AppError("scim.token_invalid", { reason: "connection_unknown" });
    const known = tokenIn(door, token);
    if (known === undefined) throw new AppError("scim.token_invalid", { reason: "token_unknown" });
    const now = clock.now();
    if (now.getTime() - (known.lastUsedAt?.getTime() ?? 0) > TOUCH_AFTER_MS) {
      await provisioning.touchToken(known.id, now);
    }
    if (!door.enabled) throw new AppError("scim.off");
    const { connectionId } = door;
    const base = scimBase(settings.origin, slug);
    return { connectionId, slug, token: { id: known.id, name: known.name }, base, origin };
  };
}

/** As the audit knows it. It has no role: nothing but its own connection's users and groups is its to change. */
export function actorOf({ slug, token, origin }: ScimClient): TokenActor {
  return { kind: "token", name: `provisioning of ${slug}: ${token.name}`, roles: new Set(), origin };
}
