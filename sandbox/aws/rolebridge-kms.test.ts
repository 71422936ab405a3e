import { DecryptCommand, KMSClient } from "@aws-sdk/client-kms";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { createKmsDataKeys } from "@/lib/aws/kms-data-keys";
import type { KmsKey } from "./kms/kms-keys";
import { type RunningAws, startAws } from "./start-aws";

const HOME = "418273650912";
const OTHER = "730915284466";
let aws: RunningAws;
let key: KmsKey;

beforeAll(async () => {
  aws = await startAws({
    host: "127.0.0.1",
    ports: { sts: 0, signin: 0, console: 0, iam: 0, s3: 0, kms: 0 },
    world: { accounts: [HOME, OTHER].map((accountId) => ({ accountId, name: accountId, roles: [] })) },
  });
});
afterEach(() => vi.unstubAllEnvs());
afterAll(() => aws.close());

/** Rolebridge's own AWS identity is the administrator of this account. */
function dataKeysOf(accountId: string) {
  const pair = aws.adminKeys[accountId];
  vi.stubEnv("AWS_ACCESS_KEY_ID", pair?.accessKeyId ?? "");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", pair?.secretAccessKey ?? "");
  return createKmsDataKeys({ endpointUrl: aws.urls.kms });
}

function newKey(): KmsKey {
  const made = aws.kmsKeys.create(
    // The account as its own store knows it.
    { accountId: HOME, partition: { name: "aws" } } as Parameters<typeof aws.kmsKeys.create>[0],
    "eu-west-1",
  );
  return made;
}

describe("a data key of AWS KMS", () => {
  test("K01 comes in the clear once, and opens again from what KMS made of it", async () => {
    key = newKey();
    const kms = dataKeysOf(HOME);
    const { bytes, wrapped } = await kms.generate(key.arn);
    expect(bytes).toHaveLength(32);
    expect(Buffer.from(wrapped).includes(bytes)).toBe(false);
    expect(await kms.unwrap(key.arn, wrapped)).toEqual(bytes);
    expect((await kms.generate(key.arn)).bytes).not.toEqual(bytes);
  });

  test("K01 opens for sealing and for no other use, by no other key, and not when a byte is changed", async () => {
    const kms = dataKeysOf(HOME);
    const { wrapped } = await kms.generate(key.arn);
    const client = new KMSClient({ region: "eu-west-1", endpoint: aws.urls.kms });
    const bare = client.send(new DecryptCommand({ KeyId: key.arn, CiphertextBlob: wrapped }));
    await expect(bare).rejects.toMatchObject({ name: "InvalidCiphertextException" });
    client.destroy();
    await expect(kms.unwrap(newKey().arn, wrapped)).rejects.toMatchObject({
      code: "keys.kms_unavailable",
      reason: "IncorrectKeyException",
    });
    const changed = Uint8Array.from(wrapped, (byte, index) =>
      index === wrapped.length - 1 ? byte ^ 1 : byte,
    );
    await expect(kms.unwrap(key.arn, changed)).rejects.toMatchObject({
      reason: "InvalidCiphertextException",
    });
  });

  test("K04 a key that is disabled, of another account or nowhere gives nothing, and says why", async () => {
    const kms = dataKeysOf(HOME);
    const { wrapped } = await kms.generate(key.arn);
    const disabled = newKey();
    disabled.enabled = false;
    await expect(kms.generate(disabled.arn)).rejects.toMatchObject({
      code: "keys.kms_unavailable",
      detail: `AWS KMS said DisabledException of ${disabled.arn}.`,
    });
    await expect(dataKeysOf(OTHER).unwrap(key.arn, wrapped)).rejects.toMatchObject({
      reason: "AccessDeniedException",
    });
    const nowhere = createKmsDataKeys({ endpointUrl: "http://127.0.0.1:1" });
    await expect(nowhere.generate(key.arn)).rejects.toMatchObject({ code: "keys.kms_unavailable" });
  });
});
