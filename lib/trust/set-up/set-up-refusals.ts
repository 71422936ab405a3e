/**
 * What IAM answers when it does not take a set-up, and what to do then. It never reaches Rolebridge: an administrator
 * of AWS meets it in a terminal, a stack's events or the console, so it stands beside the texts. Only what can happen
 * with the resources at hand is told.
 */
import type { AccountSetUp, AwsResource } from "./aws-resource";

/** One refusal of IAM, understood. */
export interface SetUpRefusal {
  /** IAM's code, as the AWS CLI prints it. */
  readonly awsCode: string;
  /** IAM's words; `…` stands for a name, an ARN or a number. */
  readonly awsMessage: string;
  readonly meaning: string;
  /** What to do, as an instruction. */
  readonly todo: string;
}

const UNCHANGED =
  "Download the text and use it as it is, in UTF-8. The metadata alone is the file that /aws/saml/metadata of Rolebridge gives.";
const LEAVE_OUT =
  "Choose “The identity provider is in the account already” above and write the texts anew, or run the AWS CLI script: it brings what is there up to date.";

const SAML_PROVIDER: readonly SetUpRefusal[] = [
  {
    awsCode: "InvalidInput",
    awsMessage: "Could not parse metadata.",
    meaning: "The metadata was changed on its way: cut off, wrapped, or saved in another encoding.",
    todo: UNCHANGED,
  },
  {
    awsCode: "ValidationError",
    awsMessage:
      "… at 'sAMLMetadataDocument' failed to satisfy constraint: Member must have length greater than or equal to 1000",
    meaning: "What was given is not metadata: an address, a file's name, or the beginning only.",
    todo: UNCHANGED,
  },
  {
    awsCode: "EntityAlreadyExists",
    awsMessage: "Provider with name … already exists.",
    meaning: "An earlier set-up of this account made the identity provider.",
    todo: LEAVE_OUT,
  },
];

/** The account's administrator makes the key and gives IAM the private half (IAM API, CreateSAMLProvider). */
const ENCRYPTION: readonly SetUpRefusal[] = [
  {
    awsCode: "InvalidInput",
    awsMessage: "Private key limit of 2 is reached.",
    meaning: "The provider holds two decryption keys, the most there can be.",
    todo: "Remove the older one and then add the new one: one request does not do both.",
  },
  {
    awsCode: "InvalidInput",
    awsMessage: "Invalid private key.",
    meaning: "What was given is a certificate, has a passphrase, or is no RSA key.",
    todo: "Give the RSA private key itself, as PEM without a passphrase and at most 16,384 characters long.",
  },
  {
    awsCode: "InvalidInput",
    awsMessage: "Unable to set assertion encryption mode to Required because no private key is provided.",
    meaning: "Encryption can be required only of a provider that can decrypt.",
    todo: "Add the private key first, or in the same request.",
  },
];

const OIDC_PROVIDER: readonly SetUpRefusal[] = [
  {
    awsCode: "InvalidInput",
    awsMessage: "Invalid Open ID Connect Provider URL",
    meaning: "IAM takes an issuer only with https:// and without a port, a query or a user.",
    todo: "Give Rolebridge such an address (ROLEBRIDGE_URL), one that AWS can reach, and write the texts anew.",
  },
  {
    awsCode: "EntityAlreadyExists",
    awsMessage: "Provider with url … already exists.",
    meaning: "An earlier set-up of this account made the identity provider.",
    todo: LEAVE_OUT,
  },
];

const ROLE: readonly SetUpRefusal[] = [
  {
    awsCode: "EntityAlreadyExists",
    awsMessage: "Role with name … already exists.",
    meaning: "There is a role of this name, and whoever made it may rely on its trust policy.",
    todo: "If it is the one you mean, run the AWS CLI script: it brings the role up to date. Else give the target another role name.",
  },
  {
    awsCode: "LimitExceeded",
    awsMessage: "Cannot exceed quota for ACLSizePerRole: …",
    meaning: "The trust policy is longer than the account's roles may have, 2,048 characters at first.",
    todo: "Name fewer addresses or tags, or have the quota “Role trust policy length” raised, to 8,192 at most.",
  },
];

/** A principal is looked up when the policy is written; one that comes later is not found. */
const PRINCIPAL: SetUpRefusal = {
  awsCode: "MalformedPolicyDocument",
  awsMessage: 'Invalid principal in policy: "AWS":"…"',
  meaning: "The trust policy names a role or a user that does not exist.",
  todo: "Set up the account of that role or user first, or correct the name in Rolebridge.",
};

const MANAGED_POLICY: SetUpRefusal = {
  awsCode: "NoSuchEntity",
  awsMessage: "Policy … does not exist or is not attachable.",
  meaning: "A policy named under “What the role may do” is not in this account.",
  todo: "Copy its ARN from IAM, or leave it out and attach a policy later.",
};

const IDENTITY: readonly SetUpRefusal[] = [
  {
    awsCode: "NoSuchEntity",
    awsMessage: "The user with name … cannot be found.",
    meaning: "The IAM user that asks for sessions is not in this account.",
    todo: "Compare the account's number with the one above. If the user was deleted, enter another access key in Rolebridge.",
  },
  {
    awsCode: "NoSuchEntity",
    awsMessage: "The role with name … cannot be found.",
    meaning: "The role that asks for sessions is not in this account.",
    todo: "Compare the account's number with the one above, and set up that role's account first.",
  },
];

const ANYWHERE: SetUpRefusal = {
  awsCode: "AccessDenied",
  awsMessage: "User: … is not authorized to perform: iam:… on resource: …",
  meaning: "You are signed in to AWS without the right to change IAM there.",
  todo: "Sign in as an administrator of the account, or hand the text to one.",
};

/** Of one kind of resource, in the order in which they are made. */
function refusalsOf(resource: AwsResource): readonly SetUpRefusal[] {
  switch (resource.type) {
    case "saml-provider":
      return SAML_PROVIDER;
    case "oidc-provider":
      return OIDC_PROVIDER;
    case "role":
      return [
        ...ROLE,
        ...(namesPrincipal(resource) ? [PRINCIPAL] : []),
        ...(resource.managedPolicyArns.length > 0 ? [MANAGED_POLICY] : []),
      ];
    case "inline-policy":
      return IDENTITY.filter(({ awsMessage }) => awsMessage.startsWith(`The ${resource.on} `));
  }
}

function namesPrincipal({ trustPolicy }: Extract<AwsResource, { type: "role" }>): boolean {
  return trustPolicy.Statement.some(({ Principal }) => Principal !== undefined && "AWS" in Principal);
}

/**
 * @param isEncrypted whether a provider of the account must decrypt assertions
 * @returns each once, in the order in which they would be met
 */
export function setUpRefusals(
  { resources }: Pick<AccountSetUp, "resources">,
  isEncrypted: boolean,
): readonly SetUpRefusal[] {
  const found = [
    ...resources.flatMap(refusalsOf),
    ...(isEncrypted ? ENCRYPTION : []),
    ...(resources.length > 0 ? [ANYWHERE] : []),
  ];
  return [...new Set(found)];
}
