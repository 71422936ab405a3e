import { generateKeyPairSync } from "node:crypto";
import {
  CreateSAMLProviderCommand,
  GetSAMLProviderCommand,
  IAMClient,
  UpdateSAMLProviderCommand,
  type UpdateSAMLProviderCommandInput,
} from "@aws-sdk/client-iam";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { consoleOf } from "../testing/browser";
import type { ResponseSpec } from "../testing/build-response";
import type { AssertionEncryption } from "../testing/encrypt-assertion";
import {
  ACCOUNT,
  attributes,
  faultOf,
  PROVIDER_ARN,
  startTestAws,
  type TestAws,
} from "../testing/running-aws";

const newKey = () => generateKeyPairSync("rsa", { modulusLength: 2048 });
const pem = ({ privateKey }: ReturnType<typeof newKey>) =>
  privateKey.export({ type: "pkcs8", format: "pem" }).toString();
const [older, newer, foreign] = [newKey(), newKey(), newKey()];
let aws: TestAws;
let iam: IAMClient;

beforeAll(async () => {
  aws = await startTestAws();
  const credentials = aws.adminKeys[ACCOUNT];
  if (credentials === undefined) throw new Error("the account has no administrator");
  iam = new IAMClient({ endpoint: aws.urls.iam, region: "us-east-1", credentials });
});
afterAll(() => aws.close());

const update = (change: Partial<UpdateSAMLProviderCommandInput>) =>
  iam.send(new UpdateSAMLProviderCommand({ SAMLProviderArn: PROVIDER_ARN, ...change }));
const provider = () => iam.send(new GetSAMLProviderCommand({ SAMLProviderArn: PROVIDER_ARN }));

/** The provider with these keys, oldest first. */
async function setUp(mode: "Required" | "Allowed", keys: readonly ReturnType<typeof newKey>[]) {
  await update({ AssertionEncryptionMode: "Allowed" });
  for (const { KeyId } of (await provider()).PrivateKeyList ?? []) await update({ RemovePrivateKey: KeyId });
  for (const key of keys) await update({ AddPrivateKey: pem(key) });
  await update({ AssertionEncryptionMode: mode });
}

const encrypted = (more: Partial<AssertionEncryption> = {}): Partial<ResponseSpec> => ({
  encrypt: { publicKey: newer.publicKey, ...more },
});
/** With the provider's own address as recipient and destination. */
async function toOwnAddress(host = "signin.aws.amazon.com"): Promise<Partial<ResponseSpec>> {
  const recipient = `https://${host}/saml/acs/${(await provider()).SAMLProviderUUID}`;
  return { destination: recipient, confirmations: [{ recipient, notOnOrAfter: 300 }] };
}
const notDecrypted = {
  status: 400,
  code: "InvalidIdentityToken",
  message: "Unable to decrypt the SAML assertion",
};

describe("an encrypted assertion is opened", () => {
  beforeEach(() => setUp("Allowed", [older, newer]));
  it.each<[string, Partial<AssertionEncryption>]>([
    ["AES-128-CBC", { content: "aes128-cbc" }],
    ["AES-256-CBC", { content: "aes256-cbc" }],
    ["AES-128-GCM", { content: "aes128-gcm" }],
    ["AES-256-GCM", { content: "aes256-gcm" }],
    ["RSA-OAEP of XML Encryption 1.1 with SHA-256", { transport: "rsa-oaep", digest: "sha256" }],
    ["the key beside the data", { keyBeside: true }],
    ["the older of two keys", { publicKey: older.publicKey }],
  ])("with %s", async (_how, how) => {
    expect((await aws.assume(encrypted(how))).status).toBe(200);
  });
  it("beside a plain one, which is still allowed", async () => {
    expect((await aws.assume()).status).toBe(200);
  });
  it("with its tags, and with the response signed over it", async () => {
    const more = {
      ...encrypted(),
      sign: "both" as const,
      attributes: attributes({ SourceIdentity: ["ada"] }),
    };
    expect(await (await aws.assume(more)).text()).toContain("<SourceIdentity>ada</SourceIdentity>");
  });
});

describe("an encrypted assertion is refused", () => {
  beforeEach(() => setUp("Allowed", [newer]));
  it.each<[string, Partial<AssertionEncryption>]>([
    ["for a key that the provider has not", { publicKey: foreign.publicKey }],
    ["for a key that was removed", { publicKey: older.publicKey }],
    ["with PKCS #1 v1.5", { transport: "rsa-1_5" }],
    ["with AES-192", { content: "aes192-cbc" }],
    ["with rsa-oaep-mgf1p whose mask is not SHA-1", { digest: "sha256" }],
  ])("%s (words assumed)", async (_what, how) => {
    expect(await faultOf(await aws.assume(encrypted(how)))).toEqual(notDecrypted);
  });
  it("when its content was changed (words assumed)", async () => {
    const tamper = (xml: string) =>
      xml.replace(
        /(<\/ds:KeyInfo><xenc:CipherData><xenc:CipherValue>.{40})(.)/,
        (_all, before, character) => before + (character === "A" ? "B" : "A"),
      );
    expect(await faultOf(await aws.assume({ ...encrypted(), tamper }))).toEqual(notDecrypted);
  });
  it("when nobody signed it", async () => {
    for (const sign of ["none", "response"] as const) {
      expect(await faultOf(await aws.assume({ ...encrypted(), sign }))).toMatchObject({
        code: "InvalidIdentityToken",
        message: "Response signature invalid",
      });
    }
  });
  it("when a plain one comes along (words assumed)", async () => {
    const tamper = (xml: string) => xml.replace("</samlp:Response>", "<saml:Assertion/></samlp:Response>");
    expect(await faultOf(await aws.assume({ ...encrypted(), tamper }))).toMatchObject({
      message: "Invalid SAML response",
    });
  });
});

describe("a provider that requires encryption", () => {
  beforeEach(() => setUp("Required", [newer]));
  it("takes an encrypted assertion for its own address, of any Region", async () => {
    for (const host of ["signin.aws.amazon.com", "eu-west-1.signin.aws.amazon.com"]) {
      expect((await aws.assume({ ...encrypted(), ...(await toOwnAddress(host)) })).status).toBe(200);
    }
  });
  it("refuses a plain assertion (words assumed)", async () => {
    expect(await faultOf(await aws.assume(await toOwnAddress()))).toEqual({
      status: 400,
      code: "InvalidIdentityToken",
      message: "SAML assertion is not encrypted",
    });
  });
  it("refuses one for the address of all providers (words assumed)", async () => {
    expect(await faultOf(await aws.assume({ ...encrypted(), destination: undefined }))).toMatchObject({
      message: "SubjectConfirmationData Recipient is not an AWS sign-in endpoint",
    });
  });
  it("signs a browser in at its own address, and at no other", async () => {
    const SAMLResponse = aws.response("Engineer", { ...encrypted(), ...(await toOwnAddress()) });
    const post = (path: string) =>
      fetch(aws.urls.signin + path, {
        method: "POST",
        redirect: "manual",
        body: new URLSearchParams({ SAMLResponse }),
      });
    const own = await post(`/saml/acs/${(await provider()).SAMLProviderUUID}`);
    expect((await consoleOf(aws, own)).text).toContain("ada@meridian.example");
    expect(await (await post("/saml")).text()).toContain("invalid SAML response");
    expect(await (await post("/saml/acs/SAMLSPAAAAAAAAAAAAAAAA")).text()).toContain("invalid SAML response");
  });
});

describe("IAM", () => {
  it("shows the mode and the keys, newest first, and never the keys themselves", async () => {
    await setUp("Required", [older, newer]);
    const { AssertionEncryptionMode, PrivateKeyList = [], SAMLProviderUUID } = await provider();
    expect(AssertionEncryptionMode).toBe("Required");
    expect(SAMLProviderUUID).toMatch(/^SAMLSP[A-Z2-7]{16}$/);
    expect(PrivateKeyList).toHaveLength(2);
    await update({ RemovePrivateKey: PrivateKeyList[1]?.KeyId });
    expect((await provider()).PrivateKeyList).toEqual([PrivateKeyList[0]]);
    expect((await aws.assume({ ...encrypted(), ...(await toOwnAddress()) })).status).toBe(200);
  });
  it("refuses a third key", async () => {
    await setUp("Allowed", [older, newer]);
    await expect(update({ AddPrivateKey: pem(foreign) })).rejects.toMatchObject({
      name: "InvalidInputException",
      message: "Private key limit of 2 is reached.",
    });
  });
  it.each([
    ["text that is no key", "key"],
    [
      "a key of another kind",
      generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    ],
    [
      "an encrypted key",
      newer.privateKey
        .export({ type: "pkcs8", format: "pem", cipher: "aes-256-cbc", passphrase: "x" })
        .toString(),
    ],
  ])("refuses %s", async (_what, AddPrivateKey) => {
    await setUp("Allowed", []);
    await expect(update({ AddPrivateKey })).rejects.toMatchObject({ message: "Invalid private key." });
  });
  it("requires no encryption without a key, nor leaves a provider that does without one", async () => {
    const words = "Unable to set assertion encryption mode to Required because no private key is provided.";
    await setUp("Allowed", []);
    await expect(update({ AssertionEncryptionMode: "Required" })).rejects.toMatchObject({ message: words });
    await setUp("Required", [newer]);
    const RemovePrivateKey = (await provider()).PrivateKeyList?.[0]?.KeyId;
    await expect(update({ RemovePrivateKey })).rejects.toMatchObject({ message: words });
    const created = iam.send(
      new CreateSAMLProviderCommand({
        Name: "Keyless",
        SAMLMetadataDocument: aws.idp.metadataXml,
        AssertionEncryptionMode: "Required",
      }),
    );
    await expect(created).rejects.toMatchObject({ message: words });
  });
  it("refuses to remove a key that is not there, and to add and remove at once", async () => {
    await setUp("Allowed", [newer]);
    const RemovePrivateKey = "A".repeat(32);
    await expect(update({ RemovePrivateKey })).rejects.toMatchObject({ name: "NoSuchEntityException" });
    await expect(update({ RemovePrivateKey, AddPrivateKey: pem(older) })).rejects.toMatchObject({
      name: "InvalidInputException",
    });
  });
});
