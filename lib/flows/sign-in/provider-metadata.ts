import { AppError } from "../../errors/app-error";
import { discoveryUrl, type ProviderMetadata, readDiscovery } from "../../oidc/discovery";
import type { FlowContext } from "../flow-context";

export type ProviderMetadataOf = (issuer: string) => Promise<ProviderMetadata>;

const KEEP_MS = 5 * 60_000;
/** The address of the metadata may be down for a while without keeping anybody out. */
const KEEP_WITHOUT_ANSWER_MS = 60 * 60_000;
const ASK_AGAIN_MS = 30_000;

interface Kept {
  readonly metadata: Promise<ProviderMetadata>;
  readonly readAt: number;
  readonly until: number;
}

/**
 * Metadata of OpenID providers: kept for five minutes, and read once however many people sign in at the same
 * time. While it cannot be read, what was read last is good for up to an hour, and asked for again every half minute;
 * metadata that was read and does not fit ends it at once.
 * @throws AppError `signin.provider_failed` when it cannot be read, `signin.connection_unusable` when it does not
 *   fit the connection (another issuer, nothing we may use)
 */
export function providerMetadata({
  clock,
  documents,
}: Pick<FlowContext, "clock" | "documents">): ProviderMetadataOf {
  const kept = new Map<string, Kept>();
  const read = async (issuer: string, before: Kept | undefined): Promise<ProviderMetadata> => {
    try {
      return readDiscovery(issuer, await documents.read(discoveryUrl(issuer)));
    } catch (error) {
      const now = clock.now().getTime();
      const isGood = before !== undefined && now - before.readAt < KEEP_WITHOUT_ANSWER_MS;
      if (!isGood || isUnusable(error)) {
        kept.delete(issuer);
        throw translated(error);
      }
      kept.set(issuer, { ...before, until: now + ASK_AGAIN_MS });
      return before.metadata;
    }
  };
  return (issuer) => {
    const now = clock.now().getTime();
    const found = kept.get(issuer);
    if (found !== undefined && found.until > now) return found.metadata;
    const metadata = read(issuer, found);
    kept.set(issuer, { metadata, readAt: now, until: now + KEEP_MS });
    return metadata;
  };
}

const isUnusable = (error: unknown) => error instanceof AppError && error.reason === "discovery_unusable";

/** The person signs in and does not administer: the detail for administrators stays in the log. */
function translated(cause: unknown): unknown {
  if (!(cause instanceof AppError)) return cause;
  if (isUnusable(cause)) {
    return new AppError("signin.connection_unusable", { reason: "discovery_unusable", cause });
  }
  return new AppError("signin.provider_failed", {
    reason: `discovery_${cause.reason ?? "failed"}`,
    cause,
  });
}
