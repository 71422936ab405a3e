import { z } from "zod";

/** A person with scripts for every account, an office behind one address, a provider with a large company. */
export const DEFAULT_RATE_LIMITS =
  "credentials=300, diagnosis=20, sign-in=300, assertions=600, refused=10, connection=6000, tokens=30";

const NAMES = [
  "credentials",
  "diagnosis",
  "sign-in",
  "assertions",
  "refused",
  "connection",
  "tokens",
] as const;
type Name = (typeof NAMES)[number];

/** So many a minute; undefined for no limit. */
type Limits = Readonly<Record<Name, number | undefined>>;

const MOST = 1_000_000;
const WANTED = `must be names with numbers a minute, like \`credentials=300, sign-in=off\`; names are ${NAMES.join(", ")}`;

function isName(text: string): text is Name {
  return (NAMES as readonly string[]).includes(text);
}

/** Undefined when it is nothing of the kind. */
function entryOf(part: string): readonly [Name, number | undefined] | undefined {
  const [, name = "", value = ""] = /^([a-z-]+)=(off|[0-9]{1,7})$/.exec(part.trim()) ?? [];
  if (!isName(name)) return undefined;
  if (value === "off") return [name, undefined];
  const perMinute = Number(value);
  return perMinute >= 1 && perMinute <= MOST ? [name, perMinute] : undefined;
}

function entriesOf(text: string): ReadonlyMap<Name, number | undefined> | undefined {
  const entries = new Map<Name, number | undefined>();
  for (const part of text.split(",")) {
    const entry = entryOf(part);
    if (entry === undefined || entries.has(entry[0])) return undefined;
    entries.set(...entry);
  }
  return entries;
}

function complete(given: ReadonlyMap<Name, number | undefined>): Limits {
  const defaults = entriesOf(DEFAULT_RATE_LIMITS);
  const pairs = NAMES.map((name) => [name, given.has(name) ? given.get(name) : defaults?.get(name)]);
  return Object.fromEntries(pairs) as Limits;
}

const OFF = Object.fromEntries(NAMES.map((name) => [name, undefined])) as Limits;

/** `credentials=300, sign-in=off`, or `off`. */
export const rateLimitsValue = z.string().transform((text, context): Limits => {
  if (text.trim() === "off") return OFF;
  const entries = entriesOf(text);
  if (entries !== undefined) return complete(entries);
  context.addIssue({ code: "custom", message: WANTED });
  return z.NEVER;
});
