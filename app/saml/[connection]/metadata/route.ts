import { answer } from "@/app/_http/handle";
import { samlMetadata } from "@/app/_http/saml-metadata";

/** Our SP metadata, for the identity provider's administrator. */
export const GET = answer<{ connection: string }>(async ({ params, rolebridge }) =>
  samlMetadata(
    await rolebridge.signIn.serviceProviderMetadata(params.connection),
    `rolebridge-${params.connection.replace(/[^A-Za-z0-9-]/g, "")}.xml`,
  ),
);
