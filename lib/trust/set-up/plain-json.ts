import type { AccountSetUp, AwsResource } from "./aws-resource";
import { inlinePolicyProperties, roleProperties } from "./iam-properties";

/** The documents themselves, to paste where somebody wants them: one JSON object, named by what each is for. */
export function plainJsonOf(setUp: AccountSetUp): string {
  const { accountId, partition, notes, resources } = setUp;
  return `${JSON.stringify({ accountId, partition, ...(notes.length === 0 ? {} : { notes }), resources: resources.map(entryOf) }, undefined, 2)}\n`;
}

function entryOf(resource: AwsResource): object {
  switch (resource.type) {
    case "saml-provider":
      return { samlProvider: { Name: resource.name, SAMLMetadataDocument: resource.metadataXml } };
    case "oidc-provider":
      return { openIdConnectProvider: { Url: resource.url, ClientIDList: resource.audiences } };
    case "role":
      return {
        role: roleProperties(resource),
      };
    case "inline-policy":
      return {
        [`${resource.on}Policy`]: inlinePolicyProperties(resource),
      };
  }
}
