import { AppError } from "../../errors/app-error";
import { discoveryUrl, type ProviderMetadata, readDiscovery } from "../../oidc/discovery";
import type { FlowContext } from "../flow-context";

export type ProviderMetadataOf = (issuer: string) => Promise<ProviderMetadata>;

const KEEP_MS = 5 * 60_000;

/**
 * Metadata of OpenID providers: kept for five minutes, and read once however many people sign in at the same
 * time. A failure is not kept.
 * @throws AppError `signin.provider_failed` when it cannot be read, `signin.connection_unusable` when it does not
 *   fit the connection (another issuer, nothing we may use)
 */
export function providerMetadata({
  clock,
  documents,
}: Pick<FlowContext, "clock" | "documents">): ProviderMetadataOf {
  const kept = new Map<string, { readonly metadata: Promise<ProviderMetadata>; readonly until: number }>();
  return (issuer) => {
    const now = clock.now().getTime();
    const found = kept.get(issuer);
    if (found !== undefined && found.until > now) return found.metadata;
    const metadata = documents
      .read(discoveryUrl(issuer))
      .then((text) => readDiscovery(issuer, text))
      .catch((error: unknown) => {
        kept.delete(issuer);
        throw translated(error);
      });
    kept.set(issuer, { metadata, until: now + KEEP_MS });
    return metadata;
  };
}

/** The person signs in and does not administer: the detail for administrators stays in the log. */
function translated(cause: unknown): unknown {
  if (!(cause instanceof AppError)) return cause;
  const isUnusable = cause.reason === "discovery_unusable";
  return new AppError(isUnusable ? "signin.connection_unusable" : "signin.provider_failed", {
    reason: isUnusable ? "discovery_unusable" : `discovery_${cause.reason ?? "failed"}`,
    cause,
  });
}
