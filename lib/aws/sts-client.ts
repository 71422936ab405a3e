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
import { withDeadline } from "./deadline";
import { requireRegionOf, stsEndpoint } from "./partitions";
import { callerIdentityFrom, given, sessionFrom } from "./sts-answers";
import {
  assumeRoleInput,
  assumeRoleWithSamlInput,
  assumeRoleWithWebIdentityInput,
  getFederationTokenInput,
  getSessionTokenInput,
} from "./sts-commands";
import { translateStsError } from "./sts-errors";
import type { MfaProof, StsAnswer, StsCaller, StsPlace, StsPort } from "./sts-port";
import { createSdkClients } from "./sts-sdk-clients";

export interface StsClientOptions {
  /** Instead of the regional endpoints: `AWS_ENDPOINT_URL_STS`, read by the configuration only. */
  readonly endpointUrl?: string;
  /** Milliseconds; the SDK has no time-outs of its own. */
  readonly timeouts?: { readonly connect: number; readonly request: number; readonly total: number };
}

/** One attempt, and everything with the SDK's retries. STS answers in well under a second. */
const TIMEOUTS = { connect: 2_000, request: 4_000, total: 10_000 } as const;

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

  /** @param secrets what the call carries beside the caller's own */
  async function ask<T>(
    place: StsPlace,
    signer: Signer,
    secrets: readonly Secret[],
    call: Call<T>,
  ): Promise<StsAnswer<T>> {
    const region = requireRegionOf(place.partition, place.regions[0]);
    const endpoint = place.endpointUrl ?? options.endpointUrl ?? stsEndpoint(place.partition, region);
    const client = clients.at(endpoint, region, signer);
    try {
      const value = await withDeadline(timeouts.total, (abortSignal) =>
        call(client, { abortSignal }, region),
      );
      return { value, attempts: [{ region, outcome: "answered" }] };
    } catch (error) {
      throw translateStsError(error, region, [...secrets, ...secretsOf(signer)]);
    }
  }

  return {
    assumeRoleWithSaml: (request) =>
      ask(request.place, "unsigned", [request.samlAssertion], async (client, abort, region) => {
        const command = new AssumeRoleWithSAMLCommand(assumeRoleWithSamlInput(request));
        const { Credentials, AssumedRoleUser } = await client.send(command, abort);
        return sessionFrom(Credentials, roleUser(AssumedRoleUser), request.place, region);
      }),

    assumeRoleWithWebIdentity: (request) =>
      ask(request.place, "unsigned", [request.webIdentityToken], async (client, abort, region) => {
        const command = new AssumeRoleWithWebIdentityCommand(assumeRoleWithWebIdentityInput(request));
        const { Credentials, AssumedRoleUser } = await client.send(command, abort);
        return sessionFrom(Credentials, roleUser(AssumedRoleUser), request.place, region);
      }),

    assumeRole: (request) =>
      ask(request.place, request.caller, codeOf(request.mfa), async (client, abort, region) => {
        const command = new AssumeRoleCommand(assumeRoleInput(request));
        const { Credentials, AssumedRoleUser } = await client.send(command, abort);
        return sessionFrom(Credentials, roleUser(AssumedRoleUser), request.place, region);
      }),

    getFederationToken: (request) =>
      ask(request.place, request.caller, [], async (client, abort, region) => {
        const command = new GetFederationTokenCommand(getFederationTokenInput(request));
        const { Credentials, FederatedUser } = await client.send(command, abort);
        return sessionFrom(Credentials, { arn: FederatedUser?.Arn }, request.place, region);
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
