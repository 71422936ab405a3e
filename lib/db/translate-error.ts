import { AppError, type AppErrorOptions } from "../errors/app-error";
import type { ErrorCode } from "../errors/codes";

/**
 * The one place where errors of Prisma, `pg` and PGlite become ours. What they say goes to the log as the cause,
 * never to the reader: it holds SQL, addresses and values.
 */
export function translateError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const state = sqlStateOf(error);
  if (state !== undefined) return new AppError(codeOfSqlState(state), { ...faultOf(state), cause: error });
  return new AppError(isConnectionTrouble(error) ? "store.unavailable" : "internal.unexpected", {
    cause: error,
  });
}

/**
 * A deletion. A foreign key that it violates is somebody's use of the row; PostgreSQL before 18 gives it the
 * state that an insertion gets whose reference is missing.
 */
export async function deleting<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    const known = translateError(error);
    throw known.reason === "sql_23503" ? new AppError("admin.in_use", { cause: error }) : known;
  }
}

/**
 * The store with every method's rejections translated. A wrapper and not a habit: no store can forget it.
 */
export function translatingErrors<Store extends object>(store: Store): Store {
  const wrapped = Object.entries(store).map(([name, method]) => [name, translatingMethod(store, method)]);
  return Object.fromEntries(wrapped) as Store;
}

function translatingMethod(store: object, method: unknown): unknown {
  if (typeof method !== "function") return method;
  return async (...args: readonly unknown[]) => {
    try {
      return await Reflect.apply(method, store, args);
    } catch (error) {
      throw translateError(error);
    }
  };
}

/** PostgreSQL, appendix A: five characters, the first two are the class. */
const CODE_OF_SQL_STATE: Readonly<Record<string, ErrorCode>> = {
  // unique_violation
  "23505": "admin.conflict",
  // restrict_violation, from PostgreSQL 18 on: see `deleting`
  "23001": "admin.in_use",
  // foreign_key_violation, not_null_violation, check_violation
  "23503": "request.invalid",
  "23502": "request.invalid",
  "23514": "request.invalid",
  // a cursor that was put together by hand; text with NUL in it
  "22P02": "request.invalid",
  "22021": "request.invalid",
  "22P05": "request.invalid",
  // query_canceled (statement_timeout), lock_not_available, idle_in_transaction_session_timeout
  "57014": "store.unavailable",
  "55P03": "store.unavailable",
  "25P03": "store.unavailable",
  // a standby after a failover: read_only_sql_transaction
  "25006": "store.unavailable",
};

/** Connection lost, rolled back by a conflict, out of resources, shutting down, wrong password. */
const UNAVAILABLE_CLASSES = new Set(["08", "28", "40", "53", "57", "58"]);

function codeOfSqlState(state: string): ErrorCode {
  const known = CODE_OF_SQL_STATE[state];
  if (known !== undefined) return known;
  return UNAVAILABLE_CLASSES.has(state.slice(0, 2)) ? "store.unavailable" : "internal.unexpected";
}

function faultOf(state: string): AppErrorOptions {
  return state === "23503"
    ? { detail: "It refers to something that does not exist.", reason: "sql_23503" }
    : { reason: `sql_${state}` };
}

/** Prisma's codes for what has no SQLSTATE, or hides it. */
const SQL_STATE_OF_PRISMA: Readonly<Record<string, string>> = {
  P2002: "23505",
  P2003: "23503",
  P2004: "23514",
  P2011: "23502",
  P2034: "40001",
};

/** Looks through the wrappers: `pg` has the state in `code`, Prisma in `meta.driverAdapterError.cause`. */
function sqlStateOf(error: unknown): string | undefined {
  for (const layer of layersOf(error)) {
    const state = textOf(layer, "originalCode") ?? textOf(layer, "code");
    if (state === undefined) continue;
    const ofPrisma = SQL_STATE_OF_PRISMA[state];
    if (ofPrisma !== undefined) return ofPrisma;
    if (/^(?=.*\d)[0-9A-Z]{5}$/.test(state) && !/^P[123]\d{3}$/.test(state)) return state;
  }
  return undefined;
}

const SYSTEM_CODES = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "ENOTFOUND",
  "EAI_AGAIN",
  "ETIMEDOUT",
  "EPIPE",
  "EHOSTUNREACH",
  "ENETUNREACH",
]);
/** Cannot reach, timed out, closed the connection; no transaction or connection became free in time. */
const PRISMA_UNAVAILABLE = new Set(["P1001", "P1002", "P1008", "P1017", "P2024", "P2028", "P2037"]);

/** `pg` and PGlite give their own time-outs and endings no code, only these words. */
const PG_WORDS =
  /timeout exceeded when trying to connect|connection terminated|query read timeout|client has encountered a connection error|not queryable|timeout expired|calling end on the pool|pglite is clos/i;

function isConnectionTrouble(error: unknown): boolean {
  return layersOf(error).some((layer) => {
    const code = textOf(layer, "code") ?? "";
    return (
      SYSTEM_CODES.has(code) || PRISMA_UNAVAILABLE.has(code) || PG_WORDS.test(textOf(layer, "message") ?? "")
    );
  });
}

const MOST_LAYERS = 8;

function layersOf(error: unknown): readonly object[] {
  const layers: object[] = [];
  const open: unknown[] = [error];
  while (open.length > 0 && layers.length < MOST_LAYERS) {
    const layer = open.shift();
    if (typeof layer !== "object" || layer === null) continue;
    layers.push(layer);
    open.push(
      Reflect.get(layer, "cause"),
      Reflect.get(layer, "meta"),
      Reflect.get(layer, "driverAdapterError"),
    );
  }
  return layers;
}

function textOf(layer: object, name: string): string | undefined {
  const value: unknown = Reflect.get(layer, name);
  return typeof value === "string" ? value : undefined;
}
