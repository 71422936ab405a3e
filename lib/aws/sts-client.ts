import {
  AssumeRoleWithSAMLCommand,
  type AssumeRoleWithSAMLCommandOutput,
  STSClient,
  STSServiceException,
} from "@aws-sdk/client-sts";
import { AppError } from "../errors/app-error";
import { Secret } from "../secret/secret";
import { withDeadline } from "./deadline";
import { requireRegionOf, stsEndpoint } from "./partitions";
import { awsRefusal } from "./refusals";
import type { AwsSession } from "./session";
import type { AssumeRoleWithSamlRequest, StsPort } from "./sts-port";

export interface StsClientOptions {
  /** Instead of the regional endpoints: `AWS_ENDPOINT_URL_STS`, read by the configuration only. */
  readonly endpointUrl?: string;
  /** Milliseconds; the SDK has no time-outs of its own. */
  readonly timeouts?: { readonly connect: number; readonly request: number; readonly total: number };
}

/** One attempt, and everything with the SDK's retries. STS answers in well under a second. */
const TIMEOUTS = { connect: 2_000, request: 4_000, total: 10_000 } as const;
const MAX_ATTEMPTS = 3;
/** STS's messages are short; nothing longer reaches a page. */
const MAX_MESSAGE = 1_000;

/**
 * The STS port on the AWS SDK. One client a region, kept with its connections.
 *
 * AssumeRoleWithSAML is an unsigned call: no AWS credentials are needed, and none may be looked for,
 * else a server that runs on EC2 would offer its own identity (A14). So every setting that the SDK
 * would otherwise search in the environment, in files or at the instance metadata service is given.
 */
export function createStsClient(options: StsClientOptions = {}): StsPort & { close(): void } {
  const timeouts = options.timeouts ?? TIMEOUTS;
  const clients = new Map<string, STSClient>();

  const clientFor = (request: AssumeRoleWithSamlRequest): STSClient => {
    const region = requireRegionOf(request.partition, request.region);
    const known = clients.get(region);
    if (known !== undefined) return known;
    const endpoint = options.endpointUrl ?? stsEndpoint(request.partition, region);
    const client = newClient(endpoint, region, timeouts);
    clients.set(region, client);
    return client;
  };

  return {
    async assumeRoleWithSaml(request) {
      const client = clientFor(request);
      const command = new AssumeRoleWithSAMLCommand({
        RoleArn: request.roleArn,
        PrincipalArn: request.principalArn,
        SAMLAssertion: request.samlAssertion.reveal(),
        DurationSeconds: request.durationSeconds,
        ...(request.policy === undefined ? {} : { Policy: request.policy }),
        ...(request.policyArns?.length ? { PolicyArns: request.policyArns.map((arn) => ({ arn })) } : {}),
      });
      try {
        const output = await withDeadline(timeouts.total, (abortSignal) =>
          client.send(command, { abortSignal }),
        );
        return toSession(output, request);
      } catch (error) {
        throw translate(error, request);
      }
    },
    close() {
      for (const client of clients.values()) client.destroy();
      clients.clear();
    },
  };
}

function newClient(
  endpoint: string,
  region: string,
  timeouts: { readonly connect: number; readonly request: number },
): STSClient {
  return new STSClient({
    region,
    endpoint,
    credentials: async () => {
      throw new Error("AssumeRoleWithSAML is not signed");
    },
    maxAttempts: MAX_ATTEMPTS,
    retryMode: "standard",
    defaultsMode: "standard",
    useDualstackEndpoint: false,
    useFipsEndpoint: false,
    userAgentAppId: "rolebridge",
    requestHandler: {
      connectionTimeout: timeouts.connect,
      requestTimeout: timeouts.request,
      throwOnRequestTimeout: true,
      httpAgent: { keepAlive: true, maxSockets: 100 },
      httpsAgent: { keepAlive: true, maxSockets: 100 },
    },
  });
}

function toSession(output: AssumeRoleWithSAMLCommandOutput, request: AssumeRoleWithSamlRequest): AwsSession {
  const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = output.Credentials ?? {};
  const { Arn, AssumedRoleId } = output.AssumedRoleUser ?? {};
  const accountId = Arn?.split(":")[4];
  if (
    !AccessKeyId ||
    !SecretAccessKey ||
    !SessionToken ||
    !Expiration ||
    !Arn ||
    !AssumedRoleId ||
    !accountId
  ) {
    throw new AppError("aws.unreachable", { reason: "incomplete_answer" });
  }
  return {
    accessKeyId: AccessKeyId,
    secretAccessKey: new Secret(SecretAccessKey),
    sessionToken: new Secret(SessionToken),
    expiration: Expiration,
    assumedRoleArn: Arn,
    assumedRoleId: AssumedRoleId,
    accountId,
    partition: request.partition,
    region: request.region,
  };
}

function translate(error: unknown, request: AssumeRoleWithSamlRequest): AppError {
  if (error instanceof AppError) return error;
  const { samlAssertion, ...asked } = request;
  if (error instanceof STSServiceException && isRefusal(error)) {
    const message = error.message.replaceAll(samlAssertion.reveal(), "[redacted]").slice(0, MAX_MESSAGE);
    return awsRefusal(wireCode(error), message, asked);
  }
  // The SDK's error holds the request, and that the assertion: only its name goes on.
  const name = error instanceof Error ? error.name : "unknown";
  const status = error instanceof STSServiceException ? error.$metadata.httpStatusCode : undefined;
  return new AppError("aws.unreachable", {
    reason: status === undefined ? name : `${name}_${status}`,
    detail: `STS in region ${request.region} did not answer. This is not about your access.`,
    retryAfterSeconds: 5,
  });
}

/** A 4xx with a code is a decision; anything else is AWS, or something before it, not working. */
function isRefusal(error: STSServiceException): boolean {
  const status = error.$metadata.httpStatusCode ?? 0;
  return status >= 400 && status < 500 && error.name !== "Unknown" && error.name !== "UnknownError";
}

/** The SDK names the class; on the wire these codes have no `Exception` (service model). */
const CODES_WITHOUT_SUFFIX = new Set([
  "InvalidIdentityTokenException",
  "IDPRejectedClaimException",
  "IDPCommunicationErrorException",
  "MalformedPolicyDocumentException",
  "PackedPolicyTooLargeException",
]);

function wireCode(error: STSServiceException): string {
  return CODES_WITHOUT_SUFFIX.has(error.name) ? error.name.replace(/Exception$/, "") : error.name;
}
