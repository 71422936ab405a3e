/**
 * A small KMS: GenerateDataKey and Decrypt in its JSON protocol, as strict as AWS's about who asks, which key, and the
 * encryption context. https://docs.aws.amazon.com/kms/latest/APIReference/API_GenerateDataKey.html
 */
import { randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { authorize } from "../authorize/authorize";
import { requestContext } from "../authorize/request-keys";
import type { Cloud } from "../cloud";
import { AwsFault } from "../faults";
import { authenticate, type Caller } from "../sigv4/authenticate";
import { callerIdentity } from "../sts/session-arn";
import type { EncryptionContext, KmsKey, KmsKeys } from "./kms-keys";

class KmsFault extends Error {
  readonly type: string;
  readonly status: number;

  constructor(type: string, message: string, status = 400) {
    super(message);
    this.type = type;
    this.status = status;
  }
}

interface KmsCall {
  readonly cloud: Cloud;
  readonly keys: KmsKeys;
  readonly caller: Caller;
  readonly input: Readonly<Record<string, unknown>>;
}

/** The model's limits that matter here. */
const MAX_CIPHERTEXT = 6_144;
const MAX_BODY = 64 * 1024;

export function kmsHandler(cloud: Cloud, keys: KmsKeys) {
  return async (message: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { status, body } = await answered(message, cloud, keys);
    response.writeHead(status, { "content-type": "application/x-amz-json-1.1" });
    response.end(JSON.stringify(body));
  };
}

async function answered(message: IncomingMessage, cloud: Cloud, keys: KmsKeys) {
  try {
    return { status: 200, body: await answer(message, cloud, keys) };
  } catch (error) {
    if (error instanceof KmsFault) {
      return { status: error.status, body: { __type: error.type, message: error.message } };
    }
    if (error instanceof AwsFault) {
      return { status: error.status, body: { __type: error.code, message: error.awsMessage } };
    }
    throw error;
  }
}

async function answer(message: IncomingMessage, cloud: Cloud, keys: KmsKeys): Promise<object> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message) {
    size += chunk.length;
    if (size > MAX_BODY) throw new KmsFault("ValidationException", "The request is too large.");
    chunks.push(chunk);
  }
  const body = Buffer.concat(chunks);
  const [path = "/", ...rest] = (message.url ?? "/").split("?");
  const request = {
    method: message.method ?? "",
    path,
    rawQuery: rest.join("?"),
    headers: message.headers,
    body,
  };
  const caller = authenticate({ ...request, endpointRegion: undefined }, "kms", cloud);
  const input = JSON.parse(body.toString("utf8")) as Readonly<Record<string, unknown>>;
  const call = { cloud, keys, caller, input };
  switch (message.headers["x-amz-target"]) {
    case "TrentService.GenerateDataKey":
      return generateDataKey(call);
    case "TrentService.Decrypt":
      return decrypt(call);
    default:
      throw new KmsFault("UnknownOperationException", "There is no such operation.");
  }
}

/** By its whole ARN only, and only if it can be used. */
function usableKey(call: KmsCall, arn: unknown, action: string): KmsKey {
  const key = typeof arn === "string" ? call.keys.find(arn) : undefined;
  const verdict =
    key !== undefined &&
    authorize(
      call.caller,
      {
        action,
        resource: key.arn,
        resourceAccountId: key.accountId,
        context: requestContext(
          { sourceIp: "127.0.0.1", userAgent: undefined, region: undefined },
          call.caller.account.partition,
        ),
      },
      call.cloud,
    );
  if (key === undefined || verdict === false || !verdict.allowed) {
    throw new KmsFault(
      "AccessDeniedException",
      `User: ${callerIdentity(call.caller).arn} is not authorized to perform: ${action} on this resource because the resource does not exist in this Region, no resource-based policies allow access, or a resource-based policy explicitly denies access`,
    );
  }
  if (!key.enabled) throw new KmsFault("DisabledException", `${key.arn} is disabled.`);
  return key;
}

function contextIn(input: KmsCall["input"]): EncryptionContext {
  const context = input.EncryptionContext ?? {};
  const isMap =
    typeof context === "object" &&
    context !== null &&
    Object.values(context).every((v) => typeof v === "string");
  if (!isMap) throw new KmsFault("SerializationException", "EncryptionContext is no map of strings.");
  return context as EncryptionContext;
}

function generateDataKey(call: KmsCall): object {
  const key = usableKey(call, call.input.KeyId, "kms:GenerateDataKey");
  if (call.input.KeySpec !== "AES_256") {
    throw new KmsFault("ValidationException", "Please specify either number of bytes or key spec.");
  }
  const plaintext = randomBytes(32);
  const blob = call.keys.encrypt(key.arn, plaintext, contextIn(call.input));
  return { CiphertextBlob: blob.toString("base64"), Plaintext: plaintext.toString("base64"), KeyId: key.arn };
}

function decrypt(call: KmsCall): object {
  const { CiphertextBlob, KeyId } = call.input;
  const blob = Buffer.from(typeof CiphertextBlob === "string" ? CiphertextBlob : "", "base64");
  if (blob.length === 0 || blob.length > MAX_CIPHERTEXT) {
    throw new KmsFault(
      "ValidationException",
      "1 validation error detected: Value at 'ciphertextBlob' failed",
    );
  }
  const wrappedBy = call.keys.keyOf(blob);
  const key = usableKey(call, KeyId ?? wrappedBy?.arn, "kms:Decrypt");
  if (wrappedBy === undefined) throw new KmsFault("InvalidCiphertextException", "");
  if (wrappedBy.arn !== key.arn) {
    throw new KmsFault(
      "IncorrectKeyException",
      "The key ID in the request does not identify a CMK that can perform this operation.",
    );
  }
  const plaintext = call.keys.decrypt(key.arn, blob, contextIn(call.input));
  if (plaintext === undefined) throw new KmsFault("InvalidCiphertextException", "");
  return {
    KeyId: key.arn,
    Plaintext: plaintext.toString("base64"),
    EncryptionAlgorithm: "SYMMETRIC_DEFAULT",
  };
}
