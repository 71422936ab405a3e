import { identityProviderMetadata } from "../../saml/identity-provider";
import type { FlowContext } from "../flow-context";

/** Our SAML IdP metadata for IAM, XML: current and next certificates. */
export async function identityProviderDocument({
  keyrings,
  issuance,
  settings,
}: Pick<FlowContext, "keyrings" | "issuance" | "settings">): Promise<string> {
  const keys = await keyrings["aws-saml"].published();
  return identityProviderMetadata({
    entityId: issuance.entityId,
    singleSignOnUrl: `${settings.origin}/signin`,
    certificates: keys.map(({ certificate }) => certificate),
  });
}
