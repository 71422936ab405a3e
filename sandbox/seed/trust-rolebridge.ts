/** What the AWS administrator does: uploads Rolebridge's metadata as a SAML provider into every account. */
import {
  CreateSAMLProviderCommand,
  type CreateSAMLProviderCommandInput,
  GetSAMLProviderCommand,
  IAMClient,
  UpdateSAMLProviderCommand,
} from "@aws-sdk/client-iam";
import { PARTITIONS, type PartitionName } from "../aws/partitions";
import { newRsaKey } from "../rsa-key";
import { ACCOUNTS } from "../world/accounts";
import { ENCRYPTED_PROVIDER_NAME, SAML_PROVIDER_NAME, samlProviderArn } from "../world/trust-policy";

export interface AccessKey {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** By account number. */
type AdminKeys = Readonly<Record<string, AccessKey>>;

/** What Rolebridge must be told of a provider that takes encrypted assertions only. */
export interface EncryptedProvider {
  readonly recipient: string;
  readonly encryptionCertificate: string;
}

/** By account number. */
export type EncryptedProviders = Readonly<Record<string, EncryptedProvider>>;

/**
 * @param metadataUrl the app's SAML metadata for AWS
 * @param iam origin of the local IAM
 * @param adminKeys an administrator's key for each account, by account number
 * @returns the providers that require encryption, where a role trusts such a one
 */
export async function trustRolebridge(
  metadataUrl: string,
  iam: string,
  adminKeys: AdminKeys,
): Promise<EncryptedProviders> {
  const metadata = await metadataAt(metadataUrl);
  const made = await inEachAccount(iam, adminKeys, async (client, accountId) => {
    await create(client, { Name: SAML_PROVIDER_NAME, SAMLMetadataDocument: metadata });
    return wantsEncryption(accountId) ? [[accountId, await encrypted(client, metadata)] as const] : [];
  });
  return Object.fromEntries(made.flat());
}

/**
 * The same step when the metadata has changed: what was uploaded is replaced. Done twice, it changes nothing.
 * @returns the metadata
 */
export async function renewTrust(metadataUrl: string, iam: string, adminKeys: AdminKeys): Promise<string> {
  const SAMLMetadataDocument = await metadataAt(metadataUrl);
  await inEachAccount(iam, adminKeys, async (client, accountId) => {
    const names = [SAML_PROVIDER_NAME, ...(wantsEncryption(accountId) ? [ENCRYPTED_PROVIDER_NAME] : [])];
    for (const name of names) {
      const SAMLProviderArn = samlProviderArn(accountId, name, partitionOf(accountId));
      await client.send(new UpdateSAMLProviderCommand({ SAMLProviderArn, SAMLMetadataDocument }));
    }
  });
  return SAMLMetadataDocument;
}

async function metadataAt(url: string): Promise<string> {
  const answer = await fetch(url);
  if (!answer.ok) {
    throw new Error(`${url} was answered ${answer.status}`);
  }
  return await answer.text();
}

function inEachAccount<T>(
  iam: string,
  adminKeys: AdminKeys,
  work: (client: IAMClient, accountId: string) => Promise<T>,
): Promise<readonly T[]> {
  const done = Object.entries(adminKeys).map(async ([accountId, credentials]) => {
    // IAM is one for all regions, and each partition signs for another.
    const region = PARTITIONS[partitionOf(accountId)].iamRegion;
    const client = new IAMClient({ endpoint: iam, region, credentials });
    try {
      return await work(client, accountId);
    } finally {
      client.destroy();
    }
  });
  return Promise.all(done);
}

function create(client: IAMClient, input: CreateSAMLProviderCommandInput) {
  return client.send(new CreateSAMLProviderCommand(input));
}

/** The private half goes to AWS and nowhere else. */
async function encrypted(client: IAMClient, metadata: string): Promise<EncryptedProvider> {
  const { privateKeyPem, certificatePem } = await newRsaKey("AWS, for encrypted assertions");
  const { SAMLProviderArn } = await create(client, {
    Name: ENCRYPTED_PROVIDER_NAME,
    SAMLMetadataDocument: metadata,
    AssertionEncryptionMode: "Required",
    AddPrivateKey: privateKeyPem,
  });
  const { SAMLProviderUUID } = await client.send(new GetSAMLProviderCommand({ SAMLProviderArn }));
  return {
    recipient: `https://signin.${PARTITIONS.aws.signinDomain}/saml/acs/${SAMLProviderUUID}`,
    encryptionCertificate: certificatePem,
  };
}

function wantsEncryption(accountId: string): boolean {
  const account = ACCOUNTS.find((each) => each.accountId === accountId);
  return account?.roles.some(({ trust }) => trust?.to === "rolebridge-encrypted") ?? false;
}

function partitionOf(accountId: string): PartitionName {
  return ACCOUNTS.find((account) => account.accountId === accountId)?.partition ?? "aws";
}
