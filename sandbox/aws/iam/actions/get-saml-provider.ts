import { adminAction } from "../admin-action";
import { findSamlProvider } from "../find";

export const getSamlProvider = adminAction("GetSAMLProvider", ({ request }, account) => {
  const provider = findSamlProvider(account, request.params);
  return {
    SAMLProviderUUID: provider.acsId,
    SAMLMetadataDocument: provider.metadataXml,
    CreateDate: provider.createDate,
    ValidUntil: provider.validUntil,
    AssertionEncryptionMode: provider.encryptionMode,
    PrivateKeyList:
      provider.privateKeys.length === 0
        ? undefined
        : provider.privateKeys.map(({ keyId, timestamp }) => ({ KeyId: keyId, Timestamp: timestamp })),
  };
});
