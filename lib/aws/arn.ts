import { AppError } from "../errors/app-error";
import { PARTITION_NAMES, type Partition } from "./partition";

declare const roleArn: unique symbol;
declare const providerArn: unique symbol;

/** An ARN that passed `parseRoleArn`: safe as half of a SAML Role value. */
export type RoleArn = string & { readonly [roleArn]: true };
/** An ARN that passed `parseProviderArn`. */
export type ProviderArn = string & { readonly [providerArn]: true };

export interface ParsedRoleArn {
  readonly arn: RoleArn;
  readonly partition: Partition;
  readonly accountId: string;
  /** `/` or `/team/platform/`. */
  readonly path: string;
  readonly roleName: string;
}

export interface ParsedProviderArn {
  readonly arn: ProviderArn;
  readonly partition: Partition;
  readonly accountId: string;
  readonly name: string;
}

const PREFIX = `arn:(${PARTITION_NAMES.join("|")}):iam::([0-9]{12})`;
// IAM allows a comma in names and paths; we do not: in the SAML attribute a comma separates role and
// provider, so a second role could be smuggled in (I02).
const NAME = "[A-Za-z0-9_+=.@-]";
const ROLE = new RegExp(`^${PREFIX}:role(/(?:${NAME}+/)*)(${NAME}{1,64})$`);
const PROVIDER = new RegExp(`^${PREFIX}:saml-provider/([A-Za-z0-9_.-]{1,128})$`);

const MAX_PATH = 512;
/** Roles that IAM Identity Center makes; STS refuses them for AssumeRoleWithSAML (A16). */
const RESERVED_ROLE = "AWSReservedSSO_";

/**
 * @throws AppError `aws.arn_invalid`; its `detail` is a sentence fit for the field
 */
export function parseRoleArn(text: string): ParsedRoleArn {
  if (text.includes(",")) throw invalid("A role whose name or path has a comma cannot be used with SAML.");
  const match = ROLE.exec(text);
  const [, partition, accountId, path, roleName] = match ?? [];
  if (!partition || !accountId || !path || !roleName || path.length > MAX_PATH) {
    throw invalid("A role ARN looks like arn:aws:iam::123456789012:role/RoleName.");
  }
  if (roleName.startsWith(RESERVED_ROLE)) {
    throw invalid(
      "Roles named AWSReservedSSO_… belong to IAM Identity Center and cannot be used with SAML. Make a role of your own.",
    );
  }
  return { arn: text as RoleArn, partition: partition as Partition, accountId, path, roleName };
}

/**
 * @throws AppError `aws.arn_invalid`; its `detail` is a sentence fit for the field
 */
export function parseProviderArn(text: string): ParsedProviderArn {
  const [, partition, accountId, name] = PROVIDER.exec(text) ?? [];
  if (!partition || !accountId || !name) {
    throw invalid("A SAML provider ARN looks like arn:aws:iam::123456789012:saml-provider/Rolebridge.");
  }
  return { arn: text as ProviderArn, partition: partition as Partition, accountId, name };
}

/** The ARN of the SAML provider of this name in an account. @throws AppError `aws.arn_invalid` */
export function providerArnOf(partition: Partition, accountId: string, name: string): ProviderArn {
  return parseProviderArn(`arn:${partition}:iam::${accountId}:saml-provider/${name}`).arn;
}

function invalid(detail: string): AppError {
  return new AppError("aws.arn_invalid", { detail });
}
