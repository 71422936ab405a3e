import { AppError } from "../../errors/app-error";
import { type VerifiedLogoutToken, verifyLogoutToken } from "../../oidc/logout-token";
import type { Secret } from "../../secret/secret";
import type { FlowContext } from "../flow-context";
import { recordRefusal } from "../record";
import type { OidcConnection } from "../sign-in/find-connection";
import type { ProviderMetadataOf } from "../sign-in/provider-metadata";
import { endAtProvidersWord } from "./end-at-providers-word";
import { type ProviderKeysOf, providerKeys } from "./provider-keys";
import type { SignOutUseCases } from "./sign-out-use-cases";

type Context = Pick<
  FlowContext,
  "clock" | "random" | "settings" | "connections" | "logouts" | "audit" | "documents"
>;

/** A disabled connection takes them, too: its people must not be signed in again by enabling it. */
export function acceptLogoutToken(
  context: Context,
  metadataOf: ProviderMetadataOf,
): SignOutUseCases["acceptLogoutToken"] {
  const keysOf = providerKeys(context);
  return async ({ slug, logoutToken, origin }) => {
    const connection = await context.connections.bySlug(slug);
    if (connection?.kind !== "oidc") throw new AppError("signin.connection_unknown");
    try {
      const token = await verified(context, connection, logoutToken, metadataOf, keysOf);
      const { subject, session } = token;
      const isTaken = await endAtProvidersWord(context, connection, origin, {
        connectionId: connection.id,
        used: { issuer: token.issuer, id: `logout:${token.idHash}`, expiresAt: token.rememberUntil },
        ...(subject === undefined ? {} : { subject }),
        ...(session === undefined ? {} : { sessions: [session] }),
      });
      if (!isTaken) throw new AppError("signout.token_refused", { reason: "used_before" });
    } catch (error) {
      const object = { kind: "connection", id: connection.id, name: connection.slug };
      const happening = { action: "logout.refused", object, detail: { protocol: "oidc" } } as const;
      throw await recordRefusal(context, undefined, origin, happening, error);
    }
  };
}

async function verified(
  { clock, settings }: Context,
  { issuer, clientId }: OidcConnection,
  logoutToken: Secret,
  metadataOf: ProviderMetadataOf,
  keysOf: ProviderKeysOf,
): Promise<VerifiedLogoutToken> {
  const { jwksUri, idTokenAlgorithm: algorithm } = await metadataOf(issuer);
  const { clockSkewSeconds } = settings;
  const rules = { issuer, clientId, algorithm, clockSkewSeconds, now: clock.now() };
  const known = await keysOf(jwksUri, "known");
  try {
    return await verifyLogoutToken(logoutToken, known, rules);
  } catch (error) {
    const mayBeNew = error instanceof AppError && error.reason === "key_unknown";
    const newer = mayBeNew ? await keysOf(jwksUri, "newer") : known;
    if (newer === known) throw error;
    return verifyLogoutToken(logoutToken, newer, rules);
  }
}
