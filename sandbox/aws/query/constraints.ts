import { fault } from "../faults";

/** What the service model says of one parameter, and how to name it in a message. */
export interface Constraint {
  /** Lower-camel, as messages spell it. */
  readonly field: string;
  /** A list stands for its length. */
  readonly value: string | number | readonly unknown[] | undefined;
  readonly required?: boolean;
  /** Bounds of the length of text, in Unicode code points, or of a number's value. */
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: { readonly regex: RegExp; readonly text: string };
  /** Whether the message repeats the value. */
  readonly printsValue?: boolean;
}

/** Text that IAM and STS take as an ARN, whatever it says. */
export const ARN_CHARACTERS = {
  regex: /^[\t\n\r\u0020-\u007E\u0085\u00A0-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]+$/u,
  text: "[\\u0009\\u000A\\u000D\\u0020-\\u007E\\u0085\\u00A0-\\uD7FF\\uE000-\\uFFFD\\u10000-\\u10FFFF]+",
};

/**
 * Checks all parameters against the model, before anything else is looked at.
 * @throws AwsFault ValidationError that lists every violation.
 */
export function checkConstraints(constraints: readonly Constraint[]): void {
  const violations = constraints.flatMap((constraint) =>
    rules(constraint).map(
      (rule) => `${subject(constraint)} failed to satisfy constraint: Member must ${rule}`,
    ),
  );
  if (violations.length > 0) throw fault("constraints", violations);
}

function rules({ value, required, min, max, pattern }: Constraint): string[] {
  if (value === undefined) return required === true ? ["not be null"] : [];
  const size = typeof value === "number" ? value : [...value].length;
  const measure = typeof value === "number" ? "value" : "length";
  const broken: string[] = [];
  if (max !== undefined && size > max) broken.push(`have ${measure} less than or equal to ${max}`);
  if (min !== undefined && size < min) broken.push(`have ${measure} greater than or equal to ${min}`);
  if (pattern !== undefined && typeof value === "string" && !pattern.regex.test(value)) {
    broken.push(`satisfy regular expression pattern: ${pattern.text}`);
  }
  return broken;
}

function subject({ field, value, printsValue }: Constraint): string {
  if (printsValue === false) return `Value at '${field}'`;
  return value === undefined ? `Value null at '${field}'` : `Value '${value}' at '${field}'`;
}

/**
 * A number as the Query protocol reads it: a signed 32-bit integer; `+900` and `0900` are 900.
 * @throws AwsFault MalformedInput, with words only when it is empty.
 */
export function parseInteger(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (text === "") throw fault("emptyNumber");
  const number = /^[+-]?\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!(number >= -(2 ** 31) && number < 2 ** 31)) throw fault("unparsableNumber");
  return number;
}
