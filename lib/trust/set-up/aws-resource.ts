import type { Partition } from "../../aws/partition";
import type { PolicyDocument } from "../policies/policy-document";

/** One thing that must be in IAM, in no format yet. */
export type AwsResource =
  | SamlProviderResource
  | { readonly type: "oidc-provider"; readonly url: string; readonly audiences: readonly string[] }
  | RoleResource
  | InlinePolicyResource;

export interface SamlProviderResource {
  readonly type: "saml-provider";
  readonly name: string;
  readonly metadataXml: string;
  /** Stands for the company's identity provider: where it exists, it is its owner's and stays as it is. */
  readonly isCompanys: boolean;
}

export interface RoleResource {
  readonly type: "role";
  readonly name: string;
  /** `/` or `/team/platform/`. */
  readonly path: string;
  /** What IAM takes as a description: see `roleDescription`. */
  readonly description: string;
  readonly maxSessionDurationSeconds: number;
  readonly trustPolicy: PolicyDocument;
  /** What the role may do; none means nothing yet. */
  readonly managedPolicyArns: readonly string[];
}

export interface InlinePolicyResource {
  readonly type: "inline-policy";
  readonly on: "role" | "user";
  /** Of the role or user, without path. */
  readonly identityName: string;
  readonly policyName: string;
  readonly policy: PolicyDocument;
  readonly because: string;
}

/** Everything that must be in one AWS account. */
export interface AccountSetUp {
  readonly accountId: string;
  readonly partition: Partition;
  /** As people know it; free text. */
  readonly accountName: string;
  /** What the set-up makes possible, in words; free text. */
  readonly purpose: string;
  readonly resources: readonly AwsResource[];
  /** What no text can do for the administrator; sentences. */
  readonly notes: readonly string[];
}

const MAX_DESCRIPTION = 1000;

/**
 * A description that IAM takes (Latin-1 without control characters) and that no tool reads as something else:
 * the AWS CLI opens a value that begins with `file://`, and CloudFormation resolves `{{…}}`.
 */
export function roleDescription(text: string): string {
  const plain = text.replace(/[^\u0020-\u007E\u00A1-\u00FF]+/g, " ").replace(/\{(?=\{)/g, "{ ");
  return `Rolebridge: ${plain.trim()}`.slice(0, MAX_DESCRIPTION).trim();
}

/** Lines of free text as a comment: nothing in a line may end it, and CloudFormation finds nothing to resolve. */
export function commentOf(lines: readonly string[]): string {
  const plain = (line: string): string =>
    line.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]+/gu, " ").replace(/\{(?=\{)/g, "{ ");
  return lines.map((line) => `# ${plain(line)}`.trimEnd()).join("\n");
}
