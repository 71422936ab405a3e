/** What the AWS administrator does: uploads Rolebridge's metadata as a SAML provider into every account. */
import {
  CreateSAMLProviderCommand,
  type CreateSAMLProviderCommandInput,
  GetSAMLProviderCommand,
  IAMClient,
} from "@aws-sdk/client-iam";
import { PARTITIONS } from "../aws/partitions";
import { newRsaKey } from "../rsa-key";
import { ACCOUNTS } from "../world/accounts";
import { ENCRYPTED_PROVIDER_NAME, SAML_PROVIDER_NAME } from "../world/trust-policy";

export interface AccessKey {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

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
  adminKeys: Readonly<Record<string, AccessKey>>,
): Promise<EncryptedProviders> {
  const answer = await fetch(metadataUrl);
  if (!answer.ok) {
    throw new Error(`${metadataUrl} was answered ${answer.status}`);
  }
  const metadata = await answer.text();
  const made = Object.entries(adminKeys).map(async ([accountId, credentials]) => {
    const client = new IAMClient({ endpoint: iam, region: iamRegionOf(accountId), credentials });
    try {
      await create(client, { Name: SAML_PROVIDER_NAME, SAMLMetadataDocument: metadata });
      return wantsEncryption(accountId) ? [[accountId, await encrypted(client, metadata)] as const] : [];
    } finally {
      client.destroy();
    }
  });
  return Object.fromEntries((await Promise.all(made)).flat());
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

/** IAM is one for all regions, and each partition signs for another. */
function iamRegionOf(accountId: string): string {
  const { partition = "aws" } = ACCOUNTS.find((account) => account.accountId === accountId) ?? {};
  return PARTITIONS[partition].iamRegion;
}
