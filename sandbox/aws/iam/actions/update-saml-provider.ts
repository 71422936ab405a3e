import { fault } from "../../faults";
import { adminAction } from "../admin-action";
import { readMetadata } from "../create-saml-provider";
import { findSamlProvider } from "../find";

export const updateSamlProvider = adminAction(
  "UpdateSAMLProvider",
  ({ cloud, request: { params } }, account) => {
    if (
      params.get("AssertionEncryptionMode") ??
      params.get("AddPrivateKey") ??
      params.get("RemovePrivateKey")
    ) {
      throw fault("invalidInput", "The sandbox cannot decrypt assertions yet.");
    }
    const provider = findSamlProvider(account, params);
    const metadataXml = params.get("SAMLMetadataDocument");
    if (metadataXml !== undefined) {
      const metadata = readMetadata(metadataXml, cloud.assumptions);
      account.samlProviders.set(provider.name.toLowerCase(), { ...provider, metadataXml, metadata });
    }
    return { SAMLProviderArn: provider.arn };
  },
);
