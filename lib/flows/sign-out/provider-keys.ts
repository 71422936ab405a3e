import { AppError } from "../../errors/app-error";
import type { FlowContext } from "../flow-context";

/** How long a key that the provider took away may still be believed, while its address answers. */
const KEEP_MS = 5 * 60_000;
/** Its address may be down for a while without anybody staying signed in for it. */
const KEEP_WITHOUT_ANSWER_MS = 60 * 60_000;
/** A flood of tokens with made-up key ids must not become a flood of requests (O21). */
const ASK_AGAIN_MS = 30_000;

interface Kept {
  readonly keys: unknown;
  readonly readAt: number;
}

export type ProviderKeysOf = (jwksUri: string, wish: "known" | "newer") => Promise<unknown>;

/**
 * JWK Sets of OpenID providers, through the guarded connection. `newer` asks once more, every half minute at most.
 * @returns parsed JSON, judged by who uses it
 * @throws AppError `signin.provider_failed`
 */
export function providerKeys({ clock, documents }: Pick<FlowContext, "clock" | "documents">): ProviderKeysOf {
  const sets = new Map<string, Kept>();
  const reading = new Map<string, Promise<unknown>>();
  const read = async (jwksUri: string, before: Kept | undefined): Promise<unknown> => {
    try {
      const keys: unknown = JSON.parse(await documents.read(jwksUri));
      sets.set(jwksUri, { keys, readAt: clock.now().getTime() });
      return keys;
    } catch (cause) {
      const age = clock.now().getTime() - (before?.readAt ?? 0);
      if (before !== undefined && age < KEEP_WITHOUT_ANSWER_MS) return before.keys;
      throw new AppError("signin.provider_failed", { reason: "keys_unreadable", cause });
    }
  };
  return (jwksUri, wish) => {
    const before = sets.get(jwksUri);
    const age = clock.now().getTime() - (before?.readAt ?? 0);
    const isFresh = age < (wish === "newer" ? ASK_AGAIN_MS : KEEP_MS);
    if (before !== undefined && isFresh) return Promise.resolve(before.keys);
    const asked =
      reading.get(jwksUri) ??
      read(jwksUri, before).finally(() => {
        reading.delete(jwksUri);
      });
    reading.set(jwksUri, asked);
    return asked;
  };
}
