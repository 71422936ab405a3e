import { fault } from "../../faults";
import { adminAction } from "../admin-action";
import { addSamlProvider } from "../create-saml-provider";

export const createSamlProvider = adminAction(
  "CreateSAMLProvider",
  ({ cloud, request: { params } }, account) => {
    // Better refused than taken and not done: an admin would believe that plain assertions are turned away.
    if (params.get("AssertionEncryptionMode") ?? params.get("AddPrivateKey")) {
      throw fault("invalidInput", "The sandbox cannot decrypt assertions yet.");
    }
    const provider = addSamlProvider(
      account,
      { name: params.get("Name"), metadataXml: params.get("SAMLMetadataDocument") },
      { now: cloud.clock(), assumptions: cloud.assumptions },
    );
    return { SAMLProviderArn: provider.arn };
  },
);
