import { adminAction } from "../admin-action";
import { findSamlProvider } from "../find";

export const getSamlProvider = adminAction("GetSAMLProvider", ({ request }, account) => {
  const provider = findSamlProvider(account, request.params);
  return {
    SAMLProviderUUID: provider.uuid,
    SAMLMetadataDocument: provider.metadataXml,
    CreateDate: provider.createDate,
    ValidUntil: provider.validUntil,
  };
});
