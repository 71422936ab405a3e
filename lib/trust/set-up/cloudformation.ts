import { PARTITIONS } from "../../aws/partitions";
import { type AccountSetUp, type AwsResource, commentOf } from "./aws-resource";
import { inlinePolicyProperties, roleProperties } from "./iam-properties";
import { uniqueNames } from "./unique-names";

type Template = Readonly<Record<string, unknown>>;

/** The set-up of one account as a CloudFormation template: comments, then JSON, which YAML includes. */
export function cloudFormationOf(setUp: AccountSetUp): string {
  const { accountId, accountName, purpose, notes, partition } = setUp;
  const region = PARTITIONS[partition].defaultRegion;
  const lines = [
    `Rolebridge: ${purpose}`,
    `For AWS account ${accountId} (${accountName}).`,
    "",
    "Save this as rolebridge.yaml, sign in to the account as an administrator, then run:",
    `  aws cloudformation deploy --stack-name rolebridge --template-file rolebridge.yaml --capabilities CAPABILITY_NAMED_IAM --region ${region}`,
    "Or upload it in the console: CloudFormation, Create stack, with new resources.",
    ...notes.flatMap((note) => ["", note]),
  ];
  return written(lines, templateOf(setUp));
}

/**
 * The same for any number of accounts of one organization: account and partition are AWS's own pseudo parameters.
 * What belongs to one account only (permissions of a caller) is in no stack set.
 */
export function stackSetOf(setUp: AccountSetUp): string {
  const { purpose, notes, partition, accountId } = setUp;
  const region = PARTITIONS[partition].defaultRegion;
  const everywhere = setUp.resources.filter((resource) => resource.type !== "inline-policy");
  const template = anyAccount(templateOf({ ...setUp, resources: everywhere }), partition, accountId);
  const lines = [
    `Rolebridge: ${purpose}`,
    "For every account of an organizational unit, also those that join it later.",
    "",
    "Save this as rolebridge.yaml, sign in to the organization's management account, put the unit's id",
    "(ou-…) into the second command, then run both:",
    `  aws cloudformation create-stack-set --stack-set-name rolebridge --template-body file://rolebridge.yaml --capabilities CAPABILITY_NAMED_IAM --permission-model SERVICE_MANAGED --auto-deployment Enabled=true,RetainStacksOnAccountRemoval=false --region ${region}`,
    `  aws cloudformation create-stack-instances --stack-set-name rolebridge --deployment-targets OrganizationalUnitIds=ou-xxxx-xxxxxxxx --regions ${region} --region ${region}`,
    "One region is enough: IAM is the same in all.",
    ...notes.flatMap((note) => ["", note]),
  ];
  return written(lines, template);
}

function written(lines: readonly string[], template: Template): string {
  const header = commentOf(lines);
  return `${header}\n${asciiJson(template)}\n`;
}

/** YAML 1.1 takes fewer characters raw than JSON does; escaped they are the same in both. */
function asciiJson(value: unknown): string {
  return JSON.stringify(value, undefined, 2).replace(
    /[^\n\u0020-\u007E]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

function templateOf(setUp: AccountSetUp): Template {
  const ids = uniqueNames(setUp.resources.map(idOf), "");
  const providers = ids.filter((_, index) => setUp.resources[index]?.type.endsWith("-provider"));
  const resources = setUp.resources.map((resource, index) => {
    const dependsOn = resource.type === "role" && providers.length > 0 ? { DependsOn: providers } : {};
    return [ids[index] ?? "", { ...resourceOf(resource), ...dependsOn }] as const;
  });
  return {
    AWSTemplateFormatVersion: "2010-09-09",
    Description: "Lets people sign in to this account with Rolebridge.",
    Resources: Object.fromEntries(resources),
  };
}

function idOf(resource: AwsResource): string {
  switch (resource.type) {
    case "saml-provider":
      return `${resource.name} provider`;
    case "oidc-provider":
      return "OpenID provider";
    case "role":
      return `${resource.name} role`;
    case "inline-policy":
      return `${resource.identityName} ${resource.policyName}`;
  }
}

function resourceOf(resource: AwsResource): Template {
  switch (resource.type) {
    case "saml-provider":
      return {
        Type: "AWS::IAM::SAMLProvider",
        Properties: { Name: resource.name, SamlMetadataDocument: resource.metadataXml },
      };
    case "oidc-provider":
      return {
        Type: "AWS::IAM::OIDCProvider",
        Properties: { Url: resource.url, ClientIdList: resource.audiences },
      };
    case "role":
      return {
        Type: "AWS::IAM::Role",
        Properties: roleProperties(resource),
      };
    case "inline-policy":
      return {
        Type: resource.on === "role" ? "AWS::IAM::RolePolicy" : "AWS::IAM::UserPolicy",
        Properties: inlinePolicyProperties(resource),
      };
  }
}

/** Providers become those of the account the stack is in. A caller stays who it is, also when it is of this account. */
function anyAccount(value: unknown, partition: string, accountId: string): Template {
  const ours = `arn:${partition}:iam::${accountId}:`;
  const change = (item: unknown): unknown => {
    if (typeof item === "string") return providerAnywhere(item, ours) ?? item;
    if (Array.isArray(item)) return item.map(change);
    if (typeof item !== "object" || item === null) return item;
    return Object.fromEntries(Object.entries(item).map(([key, inner]) => [key, change(inner)]));
  };
  return change(value) as Template;
}

/** Names of providers have no character that Fn::Sub reads. */
function providerAnywhere(text: string, ours: string): Template | undefined {
  const rest = text.startsWith(ours) ? text.slice(ours.length) : "";
  if (!/^(?:saml|oidc)-provider\/[\w.:/-]+$/.test(rest)) return undefined;
  return { "Fn::Sub": `arn:\${AWS::Partition}:iam::\${AWS::AccountId}:${rest}` };
}
