import { request as httpRequest, type IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";
import { AppError } from "../errors/app-error";
import { type ConnectionLimits, fetchFailed, guardConnection, type OutboundRules } from "./guard-connection";

const LIMITS: ConnectionLimits = { timeoutMs: 5_000, maxBytes: 1024 * 1024 };

/**
 * Reads a small document: SAML metadata, an OpenID Connect discovery document.
 * @returns the body as text
 * @throws AppError `admin.fetch_failed`; the detail may be shown, and says what to change
 */
export async function fetchDocument(
  address: string,
  rules: OutboundRules,
  limits: ConnectionLimits = LIMITS,
): Promise<string> {
  if (!URL.canParse(address)) throw fetchFailed("This is not an address.", "not_a_url");
  const url = new URL(address);
  const connection = guardConnection(url, rules, limits);
  try {
    const response = await send(url, connection.agent);
    refuseUnlessFound(response);
    const text = await readText(response);
    // The end of an answer that is too large may come in the chunk that is too much.
    const failure = connection.failure();
    if (failure) throw failure;
    return text;
  } catch (error) {
    const cause = connection.failure() ?? error;
    if (cause instanceof AppError) throw cause;
    throw fetchFailed("No answer came from this address.", codeOf(cause), cause);
  }
}

function send(url: URL, agent: NonNullable<Parameters<typeof httpRequest>[1]>["agent"]) {
  const request = url.protocol === "https:" ? httpsRequest : httpRequest;
  const headers = {
    accept: "application/json, application/samlmetadata+xml, */*;q=0.1",
    "user-agent": "Rolebridge",
  };
  return new Promise<IncomingMessage>((resolve, reject) => {
    request(url, { agent, headers }, resolve).on("error", reject).end();
  });
}

function refuseUnlessFound(response: IncomingMessage): void {
  const status = response.statusCode ?? 0;
  if (status === 200) return;
  response.destroy();
  const isRedirect = status >= 300 && status < 400;
  throw fetchFailed(
    isRedirect
      ? "The address leads to another one. Enter the final address."
      : `The address answered with status ${status}.`,
    `status_${status}`,
  );
}

async function readText(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of response as AsyncIterable<Buffer>) chunks.push(chunk);
  const text = new TextDecoder("utf-8", { fatal: true });
  try {
    return text.decode(Buffer.concat(chunks));
  } catch {
    throw fetchFailed("The document is not UTF-8 text.", "not_utf8");
  }
}

function codeOf(error: unknown): string {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return typeof code === "string" ? code.toLowerCase() : "no_answer";
}
