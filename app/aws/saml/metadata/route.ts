import { answer } from "@/app/_http/handle";
import { samlMetadata } from "@/app/_http/saml-metadata";

/** Our IdP metadata, to be uploaded to IAM. */
export const GET = answer(async ({ rolebridge }) =>
  samlMetadata(await rolebridge.access.identityProviderMetadata(), "rolebridge-for-aws.xml"),
);
