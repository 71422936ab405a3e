/** Permission policies of the company's roles and users. */
import type { PermissionsSpec } from "../aws/world-spec";

/** Marks where the end of the contract is filled in when the sandbox starts. */
export const CONTRACT_END = "CONTRACT_END";
/** How long the contractor may deliver, counted from the start of the sandbox. */
export const CONTRACT_DAYS = 30;

export const HOUR = 3600;

/** The tag that says where a person works; departments and their data go by it. */
export const DEPARTMENT_TAG = { key: "department", attribute: "department" } as const;

/** What IAM puts in place of `${…}`. */
export const policyVariable = (name: string) => `\${${name}}`;

interface Statement {
  readonly Effect?: "Allow" | "Deny";
  readonly Action?: string | readonly string[];
  readonly NotAction?: string | readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: object;
}

/** A policy of these statements, which allow unless they say otherwise. */
export function policy(...statements: readonly Statement[]): object {
  const Statement = statements.map((statement) => ({ Effect: "Allow", ...statement }));
  return { Version: "2012-10-17", Statement };
}

/** One of the policies that AWS keeps. */
export function managed(name: string): PermissionsSpec {
  return { attached: [`arn:aws:iam::aws:policy/${name}`] };
}

export function inline(name: string, ...statements: readonly Statement[]): PermissionsSpec {
  return { inline: { [name]: policy(...statements) } };
}
