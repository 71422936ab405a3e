/**
 * Reading a small document from an address that an administrator entered: SAML metadata, an OpenID Connect
 * discovery document. Owns what such a request may reach. Knows nothing of what the document means.
 *
 * The address comes from outside, so the request is held short: https only, no redirects, addresses that only
 * this machine or its cloud can see are refused (W09), five seconds, one MiB. Private networks are allowed:
 * that is where a company's own identity provider lives.
 */
import { lookup as systemLookup } from "node:dns";
import { request as httpRequest, type IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";
import { isIP, type LookupFunction } from "node:net";
import { AppError } from "../errors/app-error";
import { isForbiddenAddress } from "./forbidden-address";

export interface FetchRules {
  /** Lets `http:` and `https:` addresses on loopback pass, for a sandbox on the same machine. */
  readonly insecureHttpOnLoopback: boolean;
  /** Milliseconds for everything. */
  readonly timeoutMs?: number;
  readonly maxBytes?: number;
}

const TIMEOUT_MS = 5_000;
const MAX_BYTES = 1024 * 1024;
const LOOPBACK_NAMES = new Set(["localhost", "127.0.0.1", "[::1]"]);

function failed(detail: string, reason: string, cause?: unknown): AppError {
  return new AppError("admin.fetch_failed", { detail, reason, ...(cause === undefined ? {} : { cause }) });
}

function checkAddress(text: string, rules: FetchRules): URL {
  if (!URL.canParse(text)) throw failed("This is not an address.", "not_a_url");
  const url = new URL(text);
  if (url.username || url.password) {
    throw failed("An address with a user name or password is not used.", "userinfo");
  }
  const isLoopback = rules.insecureHttpOnLoopback && LOOPBACK_NAMES.has(url.hostname);
  if (url.protocol !== "https:" && !(isLoopback && url.protocol === "http:")) {
    throw failed("The address must begin with https://.", "not_https");
  }
  // A name is judged after it was resolved; an address in the URL is never resolved.
  const literal = url.hostname.replace(/^\[|\]$/g, "");
  if (isIP(literal) && isForbiddenAddress(literal, rules.insecureHttpOnLoopback)) throw forbidden();
  return url;
}

function forbidden(): AppError {
  return failed(
    "The address leads to this machine or its hosting environment, which is not read.",
    "forbidden_address",
  );
}

/**
 * Resolves and judges in one step, and the connection uses what was judged: a name that answers differently the
 * second time (DNS rebinding) gains nothing.
 */
function judgingLookup(rules: FetchRules): LookupFunction {
  return (host, options, callback) => {
    systemLookup(host, { ...options, all: true }, (error, addresses) => {
      if (error) return callback(error, []);
      if (addresses.some(({ address }) => isForbiddenAddress(address, rules.insecureHttpOnLoopback))) {
        return callback(forbidden(), []);
      }
      const [first] = addresses;
      if (!first) return callback(failed("The name could not be resolved.", "no_address"), []);
      return options.all ? callback(null, addresses) : callback(null, first.address, first.family);
    });
  };
}

async function readLimited(response: IncomingMessage, maxBytes: number): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > maxBytes) throw failed(`The document is larger than ${maxBytes} bytes.`, "too_large");
    chunks.push(chunk);
  }
  const text = new TextDecoder("utf-8", { fatal: true });
  try {
    return text.decode(Buffer.concat(chunks));
  } catch {
    throw failed("The document is not UTF-8 text.", "not_utf8");
  }
}

function send(url: URL, rules: FetchRules, signal: AbortSignal): Promise<IncomingMessage> {
  const request = url.protocol === "https:" ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    request(
      url,
      {
        lookup: judgingLookup(rules),
        signal,
        agent: false,
        headers: {
          accept: "application/json, application/samlmetadata+xml, */*;q=0.1",
          "user-agent": "Rolebridge",
        },
      },
      resolve,
    )
      .on("error", reject)
      .end();
  });
}

/**
 * @returns the body as text
 * @throws AppError `admin.fetch_failed`; the detail may be shown, and says what to change
 */
export async function fetchDocument(address: string, rules: FetchRules): Promise<string> {
  const url = checkAddress(address, rules);
  const timeoutMs = rules.timeoutMs ?? TIMEOUT_MS;
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const response = await send(url, rules, signal);
    const status = response.statusCode ?? 0;
    if (status !== 200) {
      response.destroy();
      const isRedirect = status >= 300 && status < 400;
      throw failed(
        isRedirect
          ? "The address leads to another one. Enter the final address."
          : `The address answered with status ${status}.`,
        `status_${status}`,
      );
    }
    return await readLimited(response, rules.maxBytes ?? MAX_BYTES);
  } catch (error) {
    if (error instanceof AppError) throw error;
    if (signal.aborted)
      throw failed(`The address did not answer within ${timeoutMs / 1000} seconds.`, "timeout", error);
    throw failed("No answer came from this address.", codeOf(error), error);
  }
}

function codeOf(error: unknown): string {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return typeof code === "string" ? code.toLowerCase() : "no_answer";
}
