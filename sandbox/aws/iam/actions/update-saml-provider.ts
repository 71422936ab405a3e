import { adminAction } from "../admin-action";
import { readMetadata } from "../create-saml-provider";
import { findSamlProvider } from "../find";
import { changeEncryption } from "../provider-encryption";

export const updateSamlProvider = adminAction(
  "UpdateSAMLProvider",
  ({ cloud, request: { params } }, account) => {
    const provider = findSamlProvider(account, params);
    const metadataXml = params.get("SAMLMetadataDocument");
    const change = {
      mode: params.get("AssertionEncryptionMode"),
      addPrivateKey: params.get("AddPrivateKey"),
      removePrivateKey: params.get("RemovePrivateKey"),
    };
    account.samlProviders.set(provider.name.toLowerCase(), {
      ...provider,
      ...changeEncryption(provider, change, cloud.clock()),
      ...(metadataXml === undefined
        ? {}
        : { metadataXml, metadata: readMetadata(metadataXml, cloud.assumptions) }),
    });
    return { SAMLProviderArn: provider.arn };
  },
);
