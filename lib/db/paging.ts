import { AppError } from "../errors/app-error";
import type { ListQuery, Page } from "../flows/ports";
import { Prisma } from "./generated/client";

const MAX_LIMIT = 1_000;

/**
 * Lists are read by key and not by offset: the last row's sort key goes out as the cursor, and the next page is
 * what comes after it, in one index range however far down, and without gaps when rows come and go meanwhile.
 */
export interface PageOrder {
  /** What sorts the list; together unique, never null. */
  readonly columns: readonly { readonly by: Prisma.Sql; readonly type: "text" | "uuid" | "bigint" }[];
  readonly direction: "ASC" | "DESC";
}

interface Keyed {
  /** The sort columns of the row as text. */
  readonly sort_key: readonly string[];
}

/** A list's last part: ORDER BY and LIMIT, with one row more than asked for, which tells that there is more. */
export function orderAndLimit(order: PageOrder, limit: number): Prisma.Sql {
  const terms = order.columns.map(({ by }) => Prisma.sql`${by} ${Prisma.raw(order.direction)}`);
  return Prisma.sql`ORDER BY ${Prisma.join(terms)} LIMIT ${clamped(limit) + 1}::int`;
}

/** The column `sort_key` that `pageOf` needs. */
export function sortKeyColumn(order: PageOrder): Prisma.Sql {
  return Prisma.sql`ARRAY[${Prisma.join(order.columns.map(({ by }) => Prisma.sql`${by}::text`))}] AS sort_key`;
}

/**
 * The condition that skips what earlier pages showed.
 * @throws AppError `request.invalid` for a cursor that is not one of this list's
 */
export function afterCursor(order: PageOrder, cursor: string | undefined): Prisma.Sql {
  if (cursor === undefined) return Prisma.sql`TRUE`;
  const key = decodeCursor(cursor);
  if (key.length !== order.columns.length) throw badCursor();
  const left = Prisma.join(order.columns.map(({ by }) => by));
  const right = Prisma.join(
    order.columns.map(({ type }, index) => Prisma.sql`CAST(${key[index]} AS ${Prisma.raw(type)})`),
  );
  return order.direction === "ASC" ? Prisma.sql`(${left}) > (${right})` : Prisma.sql`(${left}) < (${right})`;
}

/** Turns rows, read with the parts above, into a page. */
export function pageOf<Row extends Keyed, T>(
  rows: readonly Row[],
  limit: number,
  toItem: (row: Row) => T,
): Page<T> {
  const shown = rows.slice(0, clamped(limit));
  const last = shown.at(-1);
  const items = shown.map(toItem);
  return rows.length > shown.length && last !== undefined
    ? { items, nextCursor: encodeCursor(last.sort_key) }
    : { items };
}

/** `q` as a condition: a part of any of the columns, whatever the case. */
export function contains(query: Pick<ListQuery, "q">, columns: readonly Prisma.Sql[]): Prisma.Sql {
  const q = query.q?.trim() ?? "";
  if (q === "") return Prisma.sql`TRUE`;
  // PostgreSQL has no text with NUL in it, so nothing contains this.
  if (q.includes("\0")) return Prisma.sql`FALSE`;
  const pattern = `%${q.replace(/[\\%_]/g, "\\$&")}%`;
  return Prisma.sql`concat_ws(E'\\n', ${Prisma.join([...columns])}) ILIKE ${pattern}`;
}

function clamped(limit: number): number {
  return Math.min(Math.max(Math.trunc(limit), 1), MAX_LIMIT);
}

function encodeCursor(key: readonly string[]): string {
  return Buffer.from(JSON.stringify(key), "utf8").toString("base64url");
}

function decodeCursor(cursor: string): readonly string[] {
  let key: unknown;
  try {
    key = JSON.parse(Buffer.from(cursor, "base64url").toString("utf8"));
  } catch {
    throw badCursor();
  }
  const isKey = Array.isArray(key) && key.every((part) => typeof part === "string" && !part.includes("\0"));
  if (!isKey) throw badCursor();
  return key as readonly string[];
}

function badCursor(): AppError {
  return new AppError("request.invalid", {
    fields: [{ field: "cursor", message: "This is not a cursor of this list. Leave it out to start again." }],
  });
}
