import {
  type AccountSetUp,
  type AwsResource,
  commentOf,
  type RoleResource,
  type SamlProviderResource,
} from "./aws-resource";
import { shellWord } from "./shell";

/** The set-up of one account as a bash script for the AWS CLI. Run again, it brings what is there up to date. */
export function awsCliOf(setUp: AccountSetUp): string {
  const { accountId, accountName, purpose, notes, partition } = setUp;
  const lines = [
    `Rolebridge: ${purpose}`,
    `For AWS account ${accountId} (${accountName}).`,
    "",
    "Sign in to the account as an administrator (CloudShell in the console will do), then run this script.",
    "It can be run again: what exists is brought up to date.",
    ...notes.flatMap((note) => ["", note]),
  ];
  const header = commentOf(lines);
  const commands = setUp.resources.map((resource) =>
    commandsOf(resource, `arn:${partition}:iam::${accountId}`),
  );
  return `#!/usr/bin/env bash\n${header}\nset -euo pipefail\nexport AWS_PAGER=""\n\n${guard(accountId)}\n${commands.join("\n")}`;
}

/** A wrong profile must not set up the wrong account. */
function guard(accountId: string): string {
  return `account=$(aws sts get-caller-identity --query Account --output text)
if [ "$account" != ${shellWord(accountId)} ]; then
  echo "These credentials are for account $account, not for ${accountId}." >&2
  exit 1
fi
`;
}

function commandsOf(resource: AwsResource, arn: string): string {
  switch (resource.type) {
    case "saml-provider":
      return samlProvider(resource, `${arn}:saml-provider/${resource.name}`);
    case "oidc-provider":
      return oidcProvider(resource, `${arn}:oidc-provider/${resource.url.replace(/^https?:\/\//, "")}`);
    case "role":
      return role(resource);
    case "inline-policy":
      return `${commentOf([`Of ${resource.on} ${resource.identityName}: ${resource.because}.`])}
policy=${document(resource.policy)}
aws iam put-${resource.on}-policy --${resource.on}-name ${shellWord(resource.identityName)} \\
  --policy-name ${shellWord(resource.policyName)} --policy-document "$policy"
`;
  }
}

function samlProvider({ name, metadataXml, isCompanys }: SamlProviderResource, arn: string): string {
  const what = isCompanys
    ? "# The company's own identity provider; one that is there already is left as it is."
    : "# The identity provider, with Rolebridge's signing certificates.";
  const whenThere = isCompanys
    ? `  echo ${shellWord(`${arn} exists and is left as it is.`)}`
    : `  aws iam update-saml-provider --saml-provider-arn ${shellWord(arn)} --saml-metadata-document "$metadata"`;
  return `${what}
metadata=${shellWord(metadataXml)}
if aws iam get-saml-provider --saml-provider-arn ${shellWord(arn)} > /dev/null 2>&1; then
${whenThere}
else
  aws iam create-saml-provider --name ${shellWord(name)} --saml-metadata-document "$metadata"
fi
`;
}

function oidcProvider(
  { url, audiences }: { url: string; audiences: readonly string[] },
  arn: string,
): string {
  const add = audiences.map(
    (audience) =>
      `  aws iam add-client-id-to-open-id-connect-provider --open-id-connect-provider-arn ${shellWord(arn)} --client-id ${shellWord(audience)}\n`,
  );
  return `# The identity provider; AWS reads its keys from its address.
if aws iam get-open-id-connect-provider --open-id-connect-provider-arn ${shellWord(arn)} > /dev/null 2>&1; then
${add.join("")}else
  aws iam create-open-id-connect-provider --url ${shellWord(url)} --client-id-list ${audiences.map(shellWord).join(" ")}
fi
`;
}

function role(resource: RoleResource): string {
  const name = shellWord(resource.name);
  const attach = resource.managedPolicyArns.map(
    (arn) => `aws iam attach-role-policy --role-name ${name} --policy-arn ${shellWord(arn)}\n`,
  );
  return `${commentOf([`Role ${resource.name}.`])}
trust=${document(resource.trustPolicy)}
description=${shellWord(resource.description)}
if aws iam get-role --role-name ${name} > /dev/null 2>&1; then
  aws iam update-assume-role-policy --role-name ${name} --policy-document "$trust"
  aws iam update-role --role-name ${name} --description "$description" --max-session-duration ${resource.maxSessionDurationSeconds}
else
  aws iam create-role --role-name ${name} --path ${shellWord(resource.path)} --description "$description" \\
    --max-session-duration ${resource.maxSessionDurationSeconds} --assume-role-policy-document "$trust"
fi
${attach.join("")}`;
}

function document(policy: object): string {
  return shellWord(JSON.stringify(policy, undefined, 2));
}
