/**
 * The one way out to addresses that people enter: SAML metadata, OpenID Connect discovery, and the JWKS, token and
 * userinfo endpoints that a discovery document names. Owns what such a connection may reach, how long it lives and
 * how much it may bring. Knows nothing of what is asked or answered (W09).
 */
import { lookup as systemLookup } from "node:dns";
import { Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import { isIP, type LookupFunction, type Socket } from "node:net";
import { AppError } from "../errors/app-error";
import { LOOPBACK_NAMES, mayReach, type ReachRules } from "./reachable";

export interface OutboundRules extends ReachRules {
  /** How names become addresses; the system's resolver when absent. */
  readonly resolve?: LookupFunction;
}

export interface ConnectionLimits {
  /** Milliseconds for everything, the name's resolution included: an answer that drips is cut off. */
  readonly timeoutMs: number;
  /** Bytes of the answer, its headers included. */
  readonly maxBytes: number;
}

export interface GuardedConnection {
  /** For one request of Node's `http` or `https`. Follows no redirect and no proxy of the environment. */
  readonly agent: HttpAgent;
  /** Why the guard ended the connection: Node's own error often says only that it was reset. */
  failure(): AppError | undefined;
}

/** @param detail may be shown, and says what to change */
export function fetchFailed(detail: string, reason: string, cause?: unknown): AppError {
  return new AppError("admin.fetch_failed", { detail, reason, ...(cause === undefined ? {} : { cause }) });
}

/**
 * Opens nothing yet: the request made with the agent does.
 * @throws AppError `admin.fetch_failed` for an address that is never asked
 */
export function guardConnection(url: URL, rules: OutboundRules, limits: ConnectionLimits): GuardedConnection {
  checkAddress(url, rules);
  let failure: AppError | undefined;
  const fail = (error: AppError): AppError => {
    failure ??= error;
    return error;
  };
  const Agent = url.protocol === "https:" ? HttpsAgent : HttpAgent;
  const agent = new Agent({ keepAlive: false, lookup: judgingLookup(url.hostname, rules, fail) });
  const connect = agent.createConnection;
  agent.createConnection = (options, callback) => {
    const socket = connect.call(agent, options, callback);
    limit(socket as Socket, limits, fail);
    return socket;
  };
  return { agent, failure: () => failure };
}

function checkAddress(url: URL, rules: OutboundRules): void {
  if (url.username || url.password) {
    throw fetchFailed("An address with a user name or password is not used.", "userinfo");
  }
  const isLoopback = rules.insecureHttpOnLoopback && LOOPBACK_NAMES.has(url.hostname);
  if (url.protocol !== "https:" && !(isLoopback && url.protocol === "http:")) {
    throw fetchFailed("The address must begin with https://.", "not_https");
  }
  // A name is judged after it was resolved; an address in the URL is never resolved.
  const literal = url.hostname.replace(/^\[|\]$/g, "");
  if (isIP(literal) && !mayReach(url.hostname, literal, rules)) throw forbidden();
}

function forbidden(): AppError {
  return fetchFailed(
    "The address leads into a private network, to this machine or its hosting environment. Identity providers in a private network must be listed in ROLEBRIDGE_PRIVATE_IDPS.",
    "forbidden_address",
  );
}

/**
 * Resolves and judges in one step, and the connection uses what was judged: a name that answers differently the
 * second time (DNS rebinding) gains nothing. One bad address among good ones is enough to refuse the name, since
 * which of them is tried first is the resolver's choice.
 */
function judgingLookup(
  hostname: string,
  rules: OutboundRules,
  fail: (error: AppError) => AppError,
): LookupFunction {
  const resolve = rules.resolve ?? (systemLookup as LookupFunction);
  return (host, options, callback) => {
    resolve(host, { ...options, all: true }, (error, addresses) => {
      if (error) return callback(error, []);
      const found = Array.isArray(addresses) ? addresses : [];
      const [first] = found;
      if (!first) return callback(fail(fetchFailed("The name could not be resolved.", "no_address")), []);
      if (!found.every(({ address }) => mayReach(hostname, address, rules))) {
        return callback(fail(forbidden()), []);
      }
      return options.all ? callback(null, found) : callback(null, first.address, first.family);
    });
  };
}

function limit(
  socket: Socket,
  { timeoutMs, maxBytes }: ConnectionLimits,
  fail: (error: AppError) => AppError,
): void {
  const timer = setTimeout(() => {
    socket.destroy(
      fail(fetchFailed(`The address did not answer within ${timeoutMs / 1000} seconds.`, "timeout")),
    );
  }, timeoutMs);
  socket.once("close", () => clearTimeout(timer));
  let bytes = 0;
  socket.on("data", (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > maxBytes) {
      socket.destroy(fail(fetchFailed(`The answer is larger than ${maxBytes} bytes.`, "too_large")));
    }
  });
}
