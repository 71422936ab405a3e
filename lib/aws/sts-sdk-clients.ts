/** The SDK's clients, kept with their connections: one an endpoint for each way to sign. */
import { STSClient } from "@aws-sdk/client-sts";
import type { StsCaller } from "./sts-port";

/** Milliseconds; the SDK has no time-outs of its own. */
export interface AttemptTimeouts {
  readonly connect: number;
  readonly request: number;
}

/** In the last region there is to ask; before, the next region is the better second try. */
const MAX_ATTEMPTS = 3;
/** More endpoints than anybody's accounts lie at; what is over is closed, the oldest first. */
const MAX_CLIENTS = 100;

export interface SdkClients {
  /**
   * @param caller `unsigned` for the calls that carry their proof themselves
   * @param triesAgain after a bad moment, with a random pause
   */
  at(endpoint: string, region: string, caller: StsCaller | "unsigned", triesAgain: boolean): STSClient;
  close(): void;
}

export function createSdkClients(timeouts: AttemptTimeouts): SdkClients {
  const kept = new Map<string, STSClient>();

  const keptAt = (
    endpoint: string,
    region: string,
    identity: "unsigned" | "own",
    triesAgain: boolean,
  ): STSClient => {
    const key = `${identity} ${triesAgain} ${region} ${endpoint}`;
    const client = kept.get(key) ?? newClient(settings(endpoint, region, triesAgain), identity, timeouts);
    // Put last again: what is used stays.
    kept.delete(key);
    kept.set(key, client);
    closeOldest(kept);
    return client;
  };

  return {
    at(endpoint, region, caller, triesAgain) {
      if (caller === "unsigned") return keptAt(endpoint, region, "unsigned", triesAgain);
      if (caller.kind === "own") return keptAt(endpoint, region, "own", triesAgain);
      // Over the connections of the unsigned client, and forgotten after the call: no secret is kept.
      const { requestHandler } = keptAt(endpoint, region, "unsigned", triesAgain).config;
      return new STSClient({
        ...settings(endpoint, region, triesAgain),
        requestHandler,
        credentials: {
          accessKeyId: caller.accessKeyId,
          secretAccessKey: caller.secretAccessKey.reveal(),
          ...(caller.sessionToken === undefined ? {} : { sessionToken: caller.sessionToken.reveal() }),
        },
      });
    },
    close() {
      for (const client of kept.values()) client.destroy();
      kept.clear();
    },
  };
}

function closeOldest(kept: Map<string, STSClient>): void {
  if (kept.size <= MAX_CLIENTS) return;
  const [oldest] = kept;
  if (oldest === undefined) return;
  kept.delete(oldest[0]);
  oldest[1].destroy();
}

/**
 * Every setting that the SDK would otherwise search in the environment, in files or at the instance metadata
 * service is given. Credentials are looked for only where Rolebridge's own identity is asked for: an unsigned
 * call on EC2 must not offer the machine's (A14).
 */
function newClient(
  where: ReturnType<typeof settings>,
  identity: "unsigned" | "own",
  timeouts: AttemptTimeouts,
): STSClient {
  return new STSClient({
    ...where,
    ...(identity === "own" ? {} : { credentials: noCredentials }),
    requestHandler: {
      connectionTimeout: timeouts.connect,
      requestTimeout: timeouts.request,
      throwOnRequestTimeout: true,
      httpAgent: { keepAlive: true, maxSockets: 100 },
      httpsAgent: { keepAlive: true, maxSockets: 100 },
    },
  });
}

function settings(endpoint: string, region: string, triesAgain: boolean) {
  return {
    region,
    endpoint,
    maxAttempts: triesAgain ? MAX_ATTEMPTS : 1,
    retryMode: "standard",
    defaultsMode: "standard",
    useDualstackEndpoint: false,
    useFipsEndpoint: false,
    userAgentAppId: "rolebridge",
  } as const;
}

async function noCredentials(): Promise<never> {
  throw new Error("This call is not signed.");
}
