import { AppError } from "../errors/app-error";

/** `attribute eq value`, with what stands in square brackets before it: `emails[type eq "work"].value eq "x"`. */
export interface Condition {
  /** In small letters, without the URN of a core schema: `username`, `emails.value`, `members.value`. */
  readonly attribute: string;
  readonly value: string | boolean;
  /** For `emails`: only those of this type. */
  readonly type?: string;
}

const MAX_FILTER = 2_048;
const MAX_CONDITIONS = 10;

function invalid(detail: string): AppError {
  return new AppError("scim.invalid_filter", {
    detail: `${detail} Rolebridge understands eq, and several joined by and.`,
  });
}

/** Attribute paths, JSON values and brackets. Every character belongs to one of them, or the filter is refused. */
const TOKEN =
  /\s*(?:(?<text>"(?:[^"\\\p{Cc}]|\\["\\/bfnrt]|\\u[0-9a-fA-F]{4})*")|(?<word>\.?[A-Za-z][\w:.$-]*)|(?<mark>[[\]()]))\s*/uy;

type Token = { readonly kind: "text" | "word" | "mark"; readonly text: string };

function tokensOf(filter: string): readonly Token[] {
  if (filter.length > MAX_FILTER) throw invalid("The filter is too long.");
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < filter.length) {
    const groups = TOKEN.exec(filter)?.groups;
    if (groups === undefined) throw invalid("The filter cannot be read.");
    const kind = groups.text !== undefined ? "text" : groups.word !== undefined ? "word" : "mark";
    tokens.push({ kind, text: groups[kind] ?? "" });
  }
  return tokens;
}

const CORE = /^urn:ietf:params:scim:schemas:core:2\.0:(?:user|group):/;

function attributeNamed(path: string): string {
  return path.toLowerCase().replace(CORE, "");
}

/** Takes tokens from the left. */
class Reader {
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#tokens.length;
  }

  takeMark(mark: string): boolean {
    const token = this.#tokens[this.#at];
    if (token?.kind !== "mark" || token.text !== mark) return false;
    this.#at += 1;
    return true;
  }

  takeWord(): string | undefined {
    const token = this.#tokens[this.#at];
    if (token?.kind !== "word") return undefined;
    this.#at += 1;
    return token.text;
  }

  takeKeyword(keyword: string): boolean {
    const token = this.#tokens[this.#at];
    if (token?.kind !== "word" || token.text.toLowerCase() !== keyword) return false;
    this.#at += 1;
    return true;
  }

  takeValue(): string | boolean {
    const token = this.#tokens[this.#at];
    this.#at += 1;
    if (token?.kind === "text") return JSON.parse(token.text) as string;
    const word = token?.kind === "word" ? token.text.toLowerCase() : "";
    if (word === "true" || word === "false") return word === "true";
    throw invalid("A value in the filter must be text in double quotes, true or false.");
  }
}

function expressions(reader: Reader): readonly Condition[] {
  const conditions = [...term(reader)];
  while (reader.takeKeyword("and")) conditions.push(...term(reader));
  if (conditions.length > MAX_CONDITIONS) throw invalid("The filter has too many conditions.");
  return conditions;
}

function term(reader: Reader): readonly Condition[] {
  const path = reader.takeWord();
  if (path === undefined) throw invalid("The filter names no attribute.");
  if (reader.takeMark("[")) return inBrackets(reader, attributeNamed(path));
  if (!reader.takeKeyword("eq")) throw invalid("The filter has an operator that is not eq.");
  return [{ attribute: attributeNamed(path), value: reader.takeValue() }];
}

/** `emails[type eq "work" and value eq "x"]`, `emails[type eq "work"].value eq "x"`, `members[value eq "x"]`. */
function inBrackets(reader: Reader, attribute: string): readonly Condition[] {
  const inside = expressions(reader);
  if (!reader.takeMark("]")) throw invalid("A bracket in the filter is not closed.");
  const type = inside.find((condition) => condition.attribute === "type")?.value;
  if (inside.some((condition) => condition.attribute !== "type" && condition.attribute !== "value")) {
    throw invalid("In brackets the filter may compare type and value.");
  }
  const ofType = typeof type === "string" ? { type } : {};
  const values = inside.flatMap(({ attribute: name, value }) => (name === "value" ? [value] : []));
  const after = reader.takeWord();
  if (after !== undefined) {
    if (after.toLowerCase() !== ".value" || !reader.takeKeyword("eq"))
      throw invalid("The filter cannot be read.");
    values.push(reader.takeValue());
  }
  if (values.length === 0) throw invalid("The filter compares no value.");
  return values.map((value) => ({ attribute: `${attribute}.value`, value, ...ofType }));
}

/**
 * What a filter asks for; every condition must hold.
 * @throws AppError `scim.invalid_filter` for everything but `eq` and `and`
 */
export function parseFilter(filter: string): readonly Condition[] {
  const reader = new Reader(tokensOf(filter));
  const conditions = expressions(reader);
  if (!reader.isAtEnd) throw invalid("The filter has something left over at its end.");
  return conditions;
}
