import { addressInRange } from "./ip-range";
import type { RequestContext } from "./request-context";
import { compilePattern } from "./text-pattern";

/** One comparison of a value of the request with a value of the policy. */
type Comparison = (requested: string, written: string, context: RequestContext | undefined) => boolean;

export interface ConditionOperator {
  readonly name: string;
  /** `Null` asks whether the key is there and compares nothing. */
  readonly isNull: boolean;
  /** Of a negated operator every value must differ, and an absent key satisfies it. */
  readonly negated: boolean;
  readonly ifExists: boolean;
  readonly quantifier: "ForAnyValue" | "ForAllValues" | undefined;
  readonly compare: Comparison;
}

const text =
  (wildcards: boolean, ignoreCase: boolean): Comparison =>
  (requested, written, context) =>
    compilePattern(written, { wildcards, ignoreCase }, context)?.test(requested) ?? false;

const arn: Comparison = (requested, written, context) => {
  // ARNs compare part by part, so that a `*` cannot reach over a colon; the sixth part is the rest.
  const parts = splitArn(requested);
  const patterns = splitArn(written);
  if (parts === undefined || patterns === undefined) return false;
  return patterns.every(
    (pattern, index) =>
      compilePattern(pattern, { wildcards: true, ignoreCase: false }, context)?.test(parts[index] ?? "") ??
      false,
  );
};

function splitArn(value: string): string[] | undefined {
  const parts = value.split(":");
  return parts.length < 6 || parts[0] !== "arn"
    ? undefined
    : [...parts.slice(0, 5), parts.slice(5).join(":")];
}

type Order = (requested: number, written: number) => boolean;

const numeric =
  (order: Order): Comparison =>
  (requested, written) =>
    // Number() would also read hexadecimal, exponents and nothing at all.
    [requested, written].every((value) => /^[+-]?\d+(\.\d+)?$/.test(value)) &&
    order(Number(requested), Number(written));

const ISO_DATE = /^\d{4}-\d\d(-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?)?$/;

/** Dates are ISO 8601 or seconds since the epoch; NaN, which is in no order with anything, when they are neither. */
function instant(value: string): number {
  if (/^\d{5,}$/.test(value)) return Number(value) * 1000;
  return ISO_DATE.test(value) || /^\d{4}$/.test(value) ? Date.parse(value) : Number.NaN;
}

const date =
  (order: Order): Comparison =>
  (requested, written) =>
    order(instant(requested), instant(written));

const EQUALS: Order = (a, b) => a === b;
const LESS: Order = (a, b) => a < b;
const LESS_OR_EQUAL: Order = (a, b) => a <= b;
const GREATER: Order = (a, b) => a > b;
const GREATER_OR_EQUAL: Order = (a, b) => a >= b;

const ip: Comparison = (requested, written) => addressInRange(requested, written);

/** Every operator by its name in policies: the comparison, and whether it is the negation of it. */
const OPERATORS: Readonly<Record<string, readonly [Comparison, "negated"?]>> = {
  StringEquals: [text(false, false)],
  StringNotEquals: [text(false, false), "negated"],
  StringEqualsIgnoreCase: [text(false, true)],
  StringNotEqualsIgnoreCase: [text(false, true), "negated"],
  StringLike: [text(true, false)],
  StringNotLike: [text(true, false), "negated"],
  ArnEquals: [arn],
  ArnNotEquals: [arn, "negated"],
  ArnLike: [arn],
  ArnNotLike: [arn, "negated"],
  NumericEquals: [numeric(EQUALS)],
  NumericNotEquals: [numeric(EQUALS), "negated"],
  NumericLessThan: [numeric(LESS)],
  NumericLessThanEquals: [numeric(LESS_OR_EQUAL)],
  NumericGreaterThan: [numeric(GREATER)],
  NumericGreaterThanEquals: [numeric(GREATER_OR_EQUAL)],
  DateEquals: [date(EQUALS)],
  DateNotEquals: [date(EQUALS), "negated"],
  DateLessThan: [date(LESS)],
  DateLessThanEquals: [date(LESS_OR_EQUAL)],
  DateGreaterThan: [date(GREATER)],
  DateGreaterThanEquals: [date(GREATER_OR_EQUAL)],
  Bool: [(requested, written) => requested.toLowerCase() === written.toLowerCase()],
  BinaryEquals: [(requested, written) => requested === written],
  IpAddress: [ip],
  NotIpAddress: [ip, "negated"],
  Null: [() => false],
};

/** The operator a policy names (`ForAnyValue:StringLikeIfExists`), or nothing when AWS has no such operator. */
export function parseOperator(written: string): ConditionOperator | undefined {
  const match = /^(?:(ForAnyValue|ForAllValues):)?([A-Za-z]+?)(IfExists)?$/.exec(written);
  const name = match?.[2] ?? "";
  const operator = Object.hasOwn(OPERATORS, name) ? OPERATORS[name] : undefined;
  if (match === null || operator === undefined) return undefined;
  const isNull = name === "Null";
  if (isNull && match[3] !== undefined) return undefined;
  return {
    name,
    isNull,
    negated: operator[1] === "negated",
    ifExists: match[3] !== undefined,
    quantifier: match[1] as ConditionOperator["quantifier"],
    compare: operator[0],
  };
}
