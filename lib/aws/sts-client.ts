import {
  AssumeRoleCommand,
  AssumeRoleWithSAMLCommand,
  AssumeRoleWithWebIdentityCommand,
  DecodeAuthorizationMessageCommand,
  GetAccessKeyInfoCommand,
  GetCallerIdentityCommand,
  GetFederationTokenCommand,
  GetSessionTokenCommand,
  type STSClient,
} from "@aws-sdk/client-sts";
import type { Secret } from "../secret/secret";
import { endpointFor, stsEndpoint } from "./partitions";
import { callerIdentityFrom, given, measured, sessionFrom } from "./sts-answers";
import {
  assumeRoleInput,
  assumeRoleWithSamlInput,
  assumeRoleWithWebIdentityInput,
  getFederationTokenInput,
  getSessionTokenInput,
} from "./sts-commands";
import { stsFailure } from "./sts-errors";
import { createFailover, type RegionEndpoint } from "./sts-failover";
import type { MfaProof, StsAnswer, StsCaller, StsPlace, StsPort } from "./sts-port";
import { type AttemptTimeouts, createSdkClients } from "./sts-sdk-clients";

export interface StsClientOptions {
  /**
   * Instead of AWS's endpoints: `AWS_ENDPOINT_URL_STS`, read by the configuration only. `{region}` in it stands
   * for the region.
   */
  readonly endpointUrl?: string;
  readonly timeouts?: StsTimeouts;
}

/** Milliseconds; the SDK has no time-outs of its own. */
export interface StsTimeouts extends AttemptTimeouts {
  /** For all regions and all tries together. */
  readonly total: number;
  /** For one region while there is another to ask. */
  readonly patience: number;
  /** How long an endpoint is left alone after it failed. */
  readonly leftAlone: number;
}

/** STS answers in well under a second. */
const TIMEOUTS: StsTimeouts = {
  connect: 2_000,
  request: 4_000,
  total: 8_000,
  patience: 2_500,
  leftAlone: 30_000,
};

type Signer = StsCaller | "unsigned";
type Call<T> = (
  client: STSClient,
  options: { readonly abortSignal: AbortSignal },
  region: string,
) => Promise<T>;

/** The STS port on the AWS SDK. */
export function createStsClient(options: StsClientOptions = {}): StsPort & { close(): void } {
  const timeouts = options.timeouts ?? TIMEOUTS;
  const clients = createSdkClients(timeouts);
  const failover = createFailover({ ...timeouts, now: () => performance.now() });

  const endpointOf = (place: StsPlace, region: string): string => {
    // Before any override: what AWS does not have must not work where AWS is played.
    const url = stsEndpoint(place.partition, region, place);
    const { endpointUrl } = options;
    return place.endpointUrl !== undefined || endpointUrl === undefined
      ? url
      : endpointFor(endpointUrl, region);
  };

  /** @param secrets what the call carries beside the caller's own */
  async function ask<T>(
    place: StsPlace,
    signer: Signer,
    secrets: readonly Secret[],
    call: Call<T>,
  ): Promise<StsAnswer<T>> {
    const sent = [...secrets, ...secretsOf(signer)];
    return failover.ask(
      endpointsOf(place, endpointOf),
      ({ region, url }, abortSignal, isLast) =>
        call(clients.at(url, region, signer, isLast), { abortSignal }, region),
      (error, { region }) => stsFailure(error, region, sent),
    );
  }

  return {
    assumeRoleWithSaml: (request) =>
      ask(request.place, "unsigned", [request.samlAssertion], async (client, abort, region) => {
        const command = new AssumeRoleWithSAMLCommand(assumeRoleWithSamlInput(request));
        const { Credentials, AssumedRoleUser, ...size } = await client.send(command, abort);
        return sessionFrom(Credentials, measured(roleUser(AssumedRoleUser), size), request.place, region);
      }),

    assumeRoleWithWebIdentity: (request) =>
      ask(request.place, "unsigned", [request.webIdentityToken], async (client, abort, region) => {
        const command = new AssumeRoleWithWebIdentityCommand(assumeRoleWithWebIdentityInput(request));
        const { Credentials, AssumedRoleUser, ...size } = await client.send(command, abort);
        return sessionFrom(Credentials, measured(roleUser(AssumedRoleUser), size), request.place, region);
      }),

    assumeRole: (request) =>
      ask(request.place, request.caller, codeOf(request.mfa), async (client, abort, region) => {
        const command = new AssumeRoleCommand(assumeRoleInput(request));
        const { Credentials, AssumedRoleUser, ...size } = await client.send(command, abort);
        return sessionFrom(Credentials, measured(roleUser(AssumedRoleUser), size), request.place, region);
      }),

    getFederationToken: (request) =>
      ask(request.place, request.caller, [], async (client, abort, region) => {
        const command = new GetFederationTokenCommand(getFederationTokenInput(request));
        const { Credentials, FederatedUser, ...size } = await client.send(command, abort);
        return sessionFrom(Credentials, measured({ arn: FederatedUser?.Arn }, size), request.place, region);
      }),

    getSessionToken: (request) =>
      ask(request.place, request.caller, codeOf(request.mfa), async (client, abort, region) => {
        const command = new GetSessionTokenCommand(getSessionTokenInput(request));
        const { Credentials } = await client.send(command, abort);
        return sessionFrom(Credentials, { arn: request.userArn }, request.place, region);
      }),

    getCallerIdentity: (place, caller) =>
      ask(place, caller, [], async (client, abort) =>
        callerIdentityFrom(await client.send(new GetCallerIdentityCommand({}), abort)),
      ),

    decodeAuthorizationMessage: (place, caller, encodedMessage) =>
      ask(place, caller, [], async (client, abort) => {
        const command = new DecodeAuthorizationMessageCommand({ EncodedMessage: encodedMessage });
        return given((await client.send(command, abort)).DecodedMessage);
      }),

    getAccessKeyInfo: (place, caller, accessKeyId) =>
      ask(place, caller, [], async (client, abort) => {
        const command = new GetAccessKeyInfoCommand({ AccessKeyId: accessKeyId });
        return given((await client.send(command, abort)).Account);
      }),

    close: () => clients.close(),
  };
}

/** One address once: another region's name would not make it answer. */
function endpointsOf(
  place: StsPlace,
  endpointOf: (place: StsPlace, region: string) => string,
): readonly [RegionEndpoint, ...RegionEndpoint[]] {
  const [first, ...others] = place.regions;
  const found: [RegionEndpoint, ...RegionEndpoint[]] = [{ region: first, url: endpointOf(place, first) }];
  for (const region of others) {
    const url = endpointOf(place, region);
    if (!found.some((known) => known.url === url)) found.push({ region, url });
  }
  return found;
}

function roleUser(user: { Arn?: string | undefined; AssumedRoleId?: string | undefined } | undefined) {
  return { arn: user?.Arn, assumedRoleId: given(user?.AssumedRoleId) };
}

function codeOf(mfa: MfaProof | undefined): readonly Secret[] {
  return mfa === undefined ? [] : [mfa.tokenCode];
}

function secretsOf(signer: Signer): readonly Secret[] {
  if (signer === "unsigned" || signer.kind === "own") return [];
  const { secretAccessKey, sessionToken } = signer;
  return sessionToken === undefined ? [secretAccessKey] : [secretAccessKey, sessionToken];
}
