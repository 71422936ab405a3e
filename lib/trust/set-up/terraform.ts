import { PARTITIONS } from "../../aws/partitions";
import { type AccountSetUp, type AwsResource, commentOf } from "./aws-resource";
import { HclExpression, type HclValue, hclBlock } from "./hcl";
import { uniqueNames } from "./unique-names";

/** The set-up of one account as one Terraform file, as `terraform fmt` leaves it. */
export function terraformOf(setUp: AccountSetUp): string {
  const labels = uniqueNames(setUp.resources.map(labelOf), "_");
  const blocks = setUp.resources.flatMap((resource, index) => blocksOf(resource, labels[index] ?? ""));
  return [header(setUp), ...provider(setUp), ...blocks].join("\n");
}

function header({ accountId, accountName, purpose, notes }: AccountSetUp): string {
  const lines = [
    `Rolebridge: ${purpose}`,
    `For AWS account ${accountId} (${accountName}).`,
    "",
    "Put this file into an empty folder, sign in to the account as an administrator, then run:",
    "  terraform init",
    "  terraform apply",
    "In a configuration you already have, leave out the first two blocks.",
    ...notes.flatMap((note) => ["", note]),
  ];
  return commentOf(lines).concat("\n");
}

function provider({ accountId, partition }: AccountSetUp): string[] {
  return [
    REQUIRED_PROVIDERS,
    hclBlock("provider", ["aws"], {
      region: PARTITIONS[partition].defaultRegion,
      // A wrong profile must not set up the wrong account.
      allowed_account_ids: [accountId],
    }),
  ];
}

/** From 5.81 on, an OpenID Connect provider needs no thumbprints. */
const REQUIRED_PROVIDERS = `terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.81"
    }
  }
}
`;

function labelOf(resource: AwsResource): string {
  switch (resource.type) {
    case "saml-provider":
      return resource.name;
    case "oidc-provider":
      return "rolebridge_oidc";
    case "role":
      return resource.name;
    case "inline-policy":
      return `${resource.identityName}_${resource.policyName}`;
  }
}

function blocksOf(resource: AwsResource, label: string): string[] {
  switch (resource.type) {
    case "saml-provider":
      return [
        hclBlock("resource", ["aws_iam_saml_provider", label], {
          name: resource.name,
          saml_metadata_document: resource.metadataXml,
        }),
      ];
    case "oidc-provider":
      return [
        hclBlock("resource", ["aws_iam_openid_connect_provider", label], {
          url: resource.url,
          client_id_list: resource.audiences,
        }),
      ];
    case "role":
      return [
        hclBlock("resource", ["aws_iam_role", label], {
          name: resource.name,
          path: resource.path,
          description: resource.description,
          max_session_duration: resource.maxSessionDurationSeconds,
          assume_role_policy: json(resource.trustPolicy),
        }),
        ...resource.managedPolicyArns.map((arn, index) =>
          hclBlock("resource", ["aws_iam_role_policy_attachment", `${label}_${index + 1}`], {
            role: new HclExpression(`aws_iam_role.${label}.name`),
            policy_arn: arn,
          }),
        ),
      ];
    case "inline-policy":
      return [
        hclBlock("resource", [`aws_iam_${resource.on}_policy`, label], {
          name: resource.policyName,
          [resource.on]: resource.identityName,
          policy: json(resource.policy),
        }),
      ];
  }
}

/** A policy document is plain JSON, which HCL's values cover. */
function json(document: object): HclExpression {
  return new HclExpression("jsonencode", document as HclValue);
}
