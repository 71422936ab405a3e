/** What the AWS administrator does: uploads Rolebridge's metadata as a SAML provider into every account. */
import { CreateSAMLProviderCommand, IAMClient } from "@aws-sdk/client-iam";
import { PARTITIONS } from "../aws/partitions";
import { ACCOUNTS } from "../world/accounts";
import { SAML_PROVIDER_NAME } from "../world/trust-policy";

export interface AccessKey {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/**
 * @param metadataUrl the app's SAML metadata for AWS
 * @param iam origin of the local IAM
 * @param adminKeys an administrator's key for each account, by account number
 */
export async function trustRolebridge(
  metadataUrl: string,
  iam: string,
  adminKeys: Readonly<Record<string, AccessKey>>,
): Promise<void> {
  const answer = await fetch(metadataUrl);
  if (!answer.ok) {
    throw new Error(`${metadataUrl} was answered ${answer.status}`);
  }
  const SAMLMetadataDocument = await answer.text();
  await Promise.all(
    Object.entries(adminKeys).map(async ([accountId, credentials]) => {
      const client = new IAMClient({ endpoint: iam, region: iamRegionOf(accountId), credentials });
      try {
        await client.send(new CreateSAMLProviderCommand({ Name: SAML_PROVIDER_NAME, SAMLMetadataDocument }));
      } finally {
        client.destroy();
      }
    }),
  );
}

/** IAM is one for all regions, and each partition signs for another. */
function iamRegionOf(accountId: string): string {
  const { partition = "aws" } = ACCOUNTS.find((account) => account.accountId === accountId) ?? {};
  return PARTITIONS[partition].iamRegion;
}
