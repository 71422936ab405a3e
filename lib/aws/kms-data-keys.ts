import { DecryptCommand, GenerateDataKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import { AppError } from "../errors/app-error";
import { withDeadline } from "./deadline";

/** Bound to every data key by KMS itself: one that was wrapped for another use does not open for this one. */
const ENCRYPTION_CONTEXT = { "rolebridge:purpose": "sealing" };
/** Milliseconds. A start waits for it, a request never does. */
const TIMEOUTS = { connect: 3_000, request: 5_000, total: 15_000 };
const DATA_KEY_BYTES = 32;

export interface KmsOptions {
  /** Instead of AWS's endpoint: `AWS_ENDPOINT_URL_KMS`, read by the configuration only. */
  readonly endpointUrl?: string | undefined;
}

/**
 * Data keys of AWS KMS: GenerateDataKey gives one in the clear and encrypted, Decrypt opens it again, both with the key
 * named, so that a wrapped key of another one is refused. Called with Rolebridge's own AWS identity.
 */
export function createKmsDataKeys({ endpointUrl }: KmsOptions) {
  return {
    /** @throws AppError `keys.kms_unavailable` */
    generate: async (keyArn: string): Promise<{ bytes: Buffer; wrapped: Uint8Array }> =>
      asking(keyArn, endpointUrl, async (client, abortSignal) => {
        const command = new GenerateDataKeyCommand({
          KeyId: keyArn,
          KeySpec: "AES_256",
          EncryptionContext: ENCRYPTION_CONTEXT,
        });
        const { Plaintext, CiphertextBlob } = await client.send(command, { abortSignal });
        if (CiphertextBlob === undefined) throw new AppError("keys.kms_unavailable", { reason: "no_blob" });
        return { bytes: dataKey(Plaintext), wrapped: CiphertextBlob };
      }),

    /** @throws AppError `keys.kms_unavailable` */
    unwrap: async (keyArn: string, wrapped: Uint8Array): Promise<Buffer> =>
      asking(keyArn, endpointUrl, async (client, abortSignal) => {
        const command = new DecryptCommand({
          KeyId: keyArn,
          CiphertextBlob: wrapped,
          EncryptionContext: ENCRYPTION_CONTEXT,
        });
        return dataKey((await client.send(command, { abortSignal })).Plaintext);
      }),
  };
}

function dataKey(bytes: Uint8Array | undefined): Buffer {
  if (bytes?.length !== DATA_KEY_BYTES) throw new AppError("keys.kms_unavailable", { reason: "no_key" });
  return Buffer.from(bytes);
}

async function asking<T>(
  keyArn: string,
  endpoint: string | undefined,
  ask: (client: KMSClient, signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const [, , , region = ""] = keyArn.split(":");
  const client = new KMSClient({
    region,
    ...(endpoint === undefined ? {} : { endpoint }),
    maxAttempts: 3,
    retryMode: "standard",
    userAgentAppId: "rolebridge",
    requestHandler: { connectionTimeout: TIMEOUTS.connect, requestTimeout: TIMEOUTS.request },
  });
  try {
    return await withDeadline(TIMEOUTS.total, (signal) => ask(client, signal));
  } catch (error) {
    if (error instanceof AppError) throw error;
    // The SDK's error holds the request: only its name goes on.
    const reason = error instanceof Error ? error.name : "unknown";
    throw new AppError("keys.kms_unavailable", { reason, detail: `AWS KMS said ${reason} of ${keyArn}.` });
  } finally {
    client.destroy();
  }
}
