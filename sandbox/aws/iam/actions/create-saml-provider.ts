import { adminAction } from "../admin-action";
import { addSamlProvider } from "../create-saml-provider";

export const createSamlProvider = adminAction(
  "CreateSAMLProvider",
  ({ cloud, request: { params } }, account) => {
    const provider = addSamlProvider(
      account,
      {
        name: params.get("Name"),
        metadataXml: params.get("SAMLMetadataDocument"),
        encryption: {
          mode: params.get("AssertionEncryptionMode"),
          addPrivateKey: params.get("AddPrivateKey"),
        },
      },
      { now: cloud.clock(), assumptions: cloud.assumptions },
    );
    return { SAMLProviderArn: provider.arn };
  },
);
