import { fault } from "../faults";
import { type ConditionOperator, parseOperator } from "./condition-operators";

/** A policy of any type (trust, permissions, session, resource), read and ready to be evaluated. */
export interface PolicyDocument {
  readonly version: string;
  readonly statements: readonly Statement[];
}

export interface Statement {
  readonly sid: string | undefined;
  readonly effect: "Allow" | "Deny";
  readonly principal: PrincipalElement | undefined;
  readonly action: ListElement;
  readonly resource: ListElement | undefined;
  readonly conditions: readonly Condition[];
}

/** `Action` or `NotAction`, `Resource` or `NotResource`. */
export interface ListElement {
  readonly not: boolean;
  readonly patterns: readonly string[];
}

/** `Principal` or `NotPrincipal`: `"*"`, or ids by kind (`AWS`, `Federated`, `Service`, `CanonicalUser`). */
export interface PrincipalElement {
  readonly not: boolean;
  readonly everyone: boolean;
  readonly byKind: Readonly<Record<string, readonly string[]>>;
}

export interface Condition {
  readonly operator: ConditionOperator;
  readonly key: string;
  readonly values: readonly string[];
}

type Json = Readonly<Record<string, unknown>>;

const POLICY_FIELDS = ["Version", "Id", "Statement"];
const STATEMENT_FIELDS = [
  "Sid",
  "Effect",
  "Principal",
  "NotPrincipal",
  "Action",
  "NotAction",
  "Resource",
  "NotResource",
  "Condition",
];
const PRINCIPAL_KINDS = ["AWS", "Federated", "Service", "CanonicalUser"];

/**
 * Reads a policy.
 * @throws AwsFault MalformedPolicyDocument: nothing that the engine would have to guess at is let in.
 */
export function parsePolicy(text: string): PolicyDocument {
  const policy = parseJson(text);
  refuseUnknown(policy, POLICY_FIELDS);
  optionalText(policy.Id);
  const version = policy.Version ?? "2008-10-17";
  if (version !== "2012-10-17" && version !== "2008-10-17") {
    throw fault("malformedPolicy", `The policy must contain a valid version string`);
  }
  const statements = asList(policy.Statement);
  if (statements.length === 0) throw fault("malformedPolicy", "Missing required field Statement");
  return { version, statements: statements.map((statement) => parseStatement(asObject(statement))) };
}

function parseJson(text: string): Json {
  try {
    return asObject(JSON.parse(text));
  } catch (error) {
    if (error instanceof SyntaxError) throw fault("malformedPolicy", "This policy contains invalid Json");
    throw error;
  }
}

function parseStatement(statement: Json): Statement {
  refuseUnknown(statement, STATEMENT_FIELDS);
  const effect = statement.Effect;
  if (effect !== "Allow" && effect !== "Deny") {
    throw fault(
      "malformedPolicy",
      effect === undefined ? "Missing required field Effect" : `Invalid effect: ${effect}`,
    );
  }
  const action = parseListElement(statement, "Action");
  if (action === undefined) throw fault("malformedPolicy", "Missing required field Action");
  return {
    sid: optionalText(statement.Sid),
    effect,
    principal: parsePrincipal(statement),
    action,
    resource: parseListElement(statement, "Resource"),
    conditions: parseConditions(statement.Condition),
  };
}

function optionalText(value: unknown): string | undefined {
  if (value !== undefined && typeof value !== "string")
    throw fault("malformedPolicy", "Syntax errors in policy.");
  return value;
}

/** `Name` or `NotName`; both at once contradict each other. */
function parseListElement(statement: Json, name: string): ListElement | undefined {
  const [plain, negated] = [statement[name], statement[`Not${name}`]];
  if (plain !== undefined && negated !== undefined) {
    throw fault("malformedPolicy", `Statement has both ${name} and Not${name}`);
  }
  if (plain === undefined && negated === undefined) return undefined;
  return { not: plain === undefined, patterns: strings(plain ?? negated) };
}

function parsePrincipal(statement: Json): PrincipalElement | undefined {
  const [plain, negated] = [statement.Principal, statement.NotPrincipal];
  if (plain !== undefined && negated !== undefined) {
    throw fault("malformedPolicy", "Statement has both Principal and NotPrincipal");
  }
  const value = plain ?? negated;
  if (value === undefined) return undefined;
  const not = plain === undefined;
  if (value === "*") return { not, everyone: true, byKind: {} };
  const kinds = asObject(value);
  const unknown = Object.keys(kinds).find((kind) => !PRINCIPAL_KINDS.includes(kind));
  if (unknown !== undefined || Object.keys(kinds).length === 0) {
    throw fault("malformedPolicy", `Invalid principal in policy: ${JSON.stringify(value)}`);
  }
  const byKind = Object.fromEntries(Object.entries(kinds).map(([kind, ids]) => [kind, strings(ids)]));
  // Documented as the same thing as "Principal": "*".
  return { not, everyone: byKind.AWS?.includes("*") ?? false, byKind };
}

function parseConditions(value: unknown): Condition[] {
  if (value === undefined) return [];
  return Object.entries(asObject(value)).flatMap(([name, keys]) => {
    const operator = parseOperator(name);
    if (operator === undefined) throw fault("malformedPolicy", `Invalid Condition type : ${name}.`);
    return Object.entries(asObject(keys)).map(([key, values]) => ({
      operator,
      key,
      values: scalars(values),
    }));
  });
}

function refuseUnknown(object: Json, known: readonly string[]): void {
  const unknown = Object.keys(object).find((name) => !known.includes(name));
  if (unknown !== undefined) throw fault("malformedPolicy", `Unknown field ${unknown}`);
}

function asObject(value: unknown): Json {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw fault("malformedPolicy", "Syntax errors in policy.");
  }
  return value as Json;
}

const asList = (value: unknown): readonly unknown[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value];

function strings(value: unknown): string[] {
  const list = asList(value);
  if (list.length === 0 || !list.every((item) => typeof item === "string")) {
    throw fault("malformedPolicy", "Syntax errors in policy.");
  }
  return list as string[];
}

/** Condition values may be written as numbers and booleans; all compare as text. */
function scalars(value: unknown): string[] {
  const list = asList(value);
  if (!list.every((item) => ["string", "number", "boolean"].includes(typeof item))) {
    throw fault("malformedPolicy", "Syntax errors in policy.");
  }
  return list.map(String);
}
