/**
 * The identity provider's second application, "AWS (through Rolebridge)": its assertions are for AWS in every word, and
 * only the address they are posted to is Rolebridge's. What the company's identity team would have typed into it.
 */

import type { Persona } from "../personas";
import { REGISTERED_ACCOUNTS } from "../world/accounts";
import { roleArn } from "../world/model";
import { COMPANY_PROVIDER_NAME, samlProviderArn } from "../world/trust-policy";
import { type AttributeRule, PERSON_ATTRIBUTES } from "./response-template";

/** AWS's entity ID as a service provider; audience of the assertions. */
export const AWS_ENTITY_ID = "urn:amazon:webservices";
/** Where AWS expects assertions to be delivered: Recipient and Destination. */
export const AWS_SIGNIN = "https://signin.aws.amazon.com/saml";
const AWS_ATTRIBUTES = "https://aws.amazon.com/SAML/Attributes/";
/** Who is assigned to the application. */
const ASSIGNED_GROUPS = ["data-operations", "platform"];

export function isAssignedToAws(persona: Persona): boolean {
  return persona.groups.some((group) => ASSIGNED_GROUPS.includes(group));
}

const ROLES = REGISTERED_ACCOUNTS.flatMap(({ accountId, roles }) =>
  roles
    .filter(({ trust }) => trust?.to === "company")
    .map(({ name }) => `${roleArn(accountId, name)},${samlProviderArn(accountId, COMPANY_PROVIDER_NAME)}`),
);

/** AWS reads the first two; Rolebridge, which passes the assertion on, also wants to know whose it is. */
export const AWS_APP_ATTRIBUTES: readonly AttributeRule[] = [
  { key: "awsRole", name: `${AWS_ATTRIBUTES}Role`, valuesOf: () => ROLES },
  { key: "awsSession", name: `${AWS_ATTRIBUTES}RoleSessionName`, valuesOf: ({ email }) => [email] },
  ...PERSON_ATTRIBUTES,
];
