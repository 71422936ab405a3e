/** Parameters that several calls for a session share: what the service model says of each, and how to read them. */
import { ARN_CHARACTERS, type Constraint, parseInteger } from "../query/constraints";
import type { QueryParams } from "../query/query-params";
import type { RequestedTags } from "../tags/session-tags";

const NAME_CHARACTERS = { regex: /^[\w+=,.@-]*$/, text: "[\\w+=,.@-]*" };
const TAG_CHARACTERS = { regex: /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u, text: "[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*" };
const POLICY_CHARACTERS = {
  regex: /^[\t\n\r\u0020-\u00FF]+$/u,
  text: "[\\u0009\\u000A\\u000D\\u0020-\\u00FF]+",
};

/** Whether messages repeat values. */
interface Printing {
  readonly printsValue: boolean;
}

export function arnConstraint(
  field: string,
  value: string | undefined,
  { printsValue }: Printing,
): Constraint {
  return { field, value, required: true, min: 20, max: 2048, pattern: ARN_CHARACTERS, printsValue };
}

/** A name of letters, digits and `_+=,.@-`. */
export function nameConstraint(
  field: string,
  value: string | undefined,
  limits: { readonly max: number; readonly required: boolean } & Printing,
): Constraint {
  return { field, value, min: 2, pattern: NAME_CHARACTERS, ...limits };
}

/** `PolicyArns`, `Policy`, and `DurationSeconds` between 900 and the longest that the call knows. */
export function sessionConstraints(
  params: QueryParams,
  { printsValue, maxDuration }: { readonly maxDuration: number } & Printing,
): Constraint[] {
  const policyArns = params.members("PolicyArns", "arn");
  return [
    { field: "policyArns", value: policyArns, max: 10, printsValue: false },
    ...policyArns.map((value, index) =>
      arnConstraint(`policyArns.${index + 1}.member.arn`, value, { printsValue }),
    ),
    {
      field: "policy",
      value: params.get("Policy"),
      min: 1,
      max: 2048,
      pattern: POLICY_CHARACTERS,
      printsValue,
    },
    { field: "durationSeconds", value: durationOf(params), min: 900, max: maxDuration, printsValue },
  ];
}

/** `MinimumSessionTokenSize`, of the calls that give a role. */
export function tokenSizeConstraint(params: QueryParams, { printsValue }: Printing): Constraint {
  const value = parseInteger(params.get("MinimumSessionTokenSize"));
  return { field: "minimumSessionTokenSize", value, min: 0, max: 4096, printsValue };
}

/** `Tags` and `TransitiveTagKeys` of a signed call. */
export function tagConstraints(params: QueryParams): Constraint[] {
  const { tags, transitiveTagKeys } = readTags(params);
  const key = { min: 1, max: 128, pattern: TAG_CHARACTERS };
  return [
    { field: "tags", value: tags, max: 50, printsValue: false },
    ...tags.flatMap(({ key: name, values: [value] }, index) => [
      { field: `tags.${index + 1}.member.key`, value: name, ...key },
      {
        field: `tags.${index + 1}.member.value`,
        value,
        required: true,
        max: 256,
        pattern: TAG_CHARACTERS,
      },
    ]),
    { field: "transitiveTagKeys", value: transitiveTagKeys, max: 50, printsValue: false },
    ...transitiveTagKeys.map((value, index) => ({
      field: `transitiveTagKeys.${index + 1}.member`,
      value,
      ...key,
    })),
  ];
}

/** `SerialNumber` and `TokenCode`. */
export function mfaConstraints(params: QueryParams): Constraint[] {
  return [
    {
      field: "serialNumber",
      value: params.get("SerialNumber"),
      min: 9,
      max: 256,
      pattern: { regex: /^[\w+=/:,.@-]*$/, text: "[\\w+=/:,.@-]*" },
    },
    {
      field: "tokenCode",
      value: params.get("TokenCode"),
      min: 6,
      max: 6,
      pattern: { regex: /^\d*$/, text: "[\\d]*" },
    },
  ];
}

export function durationOf(params: QueryParams): number | undefined {
  return parseInteger(params.get("DurationSeconds"));
}

export function readTags(params: QueryParams): RequestedTags {
  const tags = params.members("Tags", "Key").map((key, index) => {
    const value = params.get(`Tags.member.${index + 1}.Value`);
    return { key, values: value === undefined ? [] : [value] };
  });
  return { tags, transitiveTagKeys: params.members("TransitiveTagKeys") };
}
