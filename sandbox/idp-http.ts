/** The little HTTP that both identity providers' own pages need, on Node's server alone. */
import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from "node:http";
import type { AddressInfo } from "node:net";
import type { Page } from "./idp-page";
import { findPersona, PERSONAS, type Persona } from "./personas";

/** An AuthnRequest with its form fields is a few KiB; nothing that belongs here is larger. */
const MAX_BODY_BYTES = 256 * 1024;

/** A running server. */
export interface RunningServer {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Listens on the loopback interface only.
 * @param port 0 for any free one
 */
export async function listen(handler: RequestListener, port: number): Promise<RunningServer> {
  const server: Server = createServer(handler);
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  const { port: actual } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${actual}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Reads a form body. Throws when it is larger than any form of ours. */
export async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES) {
      throw new Error("The form is larger than 256 KiB.");
    }
    chunks.push(chunk);
  }
  return new URLSearchParams(Buffer.concat(chunks).toString("utf8"));
}

export function readCookie(request: IncomingMessage, name: string): string | undefined {
  for (const pair of (request.headers.cookie ?? "").split(";")) {
    const [key, value] = pair.trim().split("=", 2);
    if (key === name) {
      return value;
    }
  }
  return undefined;
}

export function sendPage(response: ServerResponse, status: number, page: Page): void {
  response.writeHead(status, {
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": page.contentSecurityPolicy,
    "cache-control": "no-store",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
  });
  response.end(page.html);
}

/** Whether the submitted form says that a second factor was used. */
export function usedSecondFactor(form: URLSearchParams): boolean {
  return form.get("secondFactor") === "yes";
}

/** Who the submitted form says signs in: a persona's button, or user name and password. */
export function personaOfForm(form: URLSearchParams): Persona | undefined {
  const button = form.get("persona");
  return button === null
    ? findPersona(form.get("username") ?? "", form.get("password") ?? "")
    : PERSONAS.find((persona) => persona.username === button);
}
