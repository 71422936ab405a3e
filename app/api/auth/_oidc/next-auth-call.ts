import type { NextApiRequest, NextApiResponse } from "next";
import NextAuth, { type AuthOptions } from "next-auth";

export interface NextAuthAnswer {
  readonly location: string | undefined;
  /** Cookies it set, by name, raw. */
  readonly cookies: ReadonlyMap<string, string>;
  readonly body: unknown;
}

export interface NextAuthQuestion {
  readonly method: "GET" | "POST";
  /** `csrf`, or an action and a provider. */
  readonly path: readonly string[];
  readonly query?: Readonly<Record<string, string>>;
  readonly cookies: Readonly<Record<string, string>>;
  readonly body?: Readonly<Record<string, string>>;
}

/**
 * Calls next-auth's handler in this process, by its entry point for API routes: it takes plain objects. So none of
 * its own pages and endpoints need to exist on the network, its cookies pass through our hands, and no header
 * of the client (it reads X-Forwarded-Host) reaches it.
 */
export async function callNextAuth(
  question: NextAuthQuestion,
  options: AuthOptions,
): Promise<NextAuthAnswer> {
  const response = new CapturedResponse();
  const request = {
    method: question.method,
    query: { ...question.query, nextauth: [...question.path] },
    cookies: question.cookies,
    headers: {},
    body: question.body,
  };
  await NextAuth(request as unknown as NextApiRequest, response as unknown as NextApiResponse, options);
  return response.answer();
}

/** The few methods of a response next-auth uses. */
class CapturedResponse {
  readonly #headers = new Map<string, string | readonly string[]>();
  #body: unknown;

  status(_code: number): this {
    return this;
  }
  setHeader(name: string, value: string | readonly string[]): this {
    this.#headers.set(name.toLowerCase(), value);
    return this;
  }
  getHeader(name: string): string | readonly string[] | undefined {
    return this.#headers.get(name.toLowerCase());
  }
  send(body: unknown): void {
    this.#body = body;
  }
  json(body: unknown): void {
    this.#body = body;
  }
  end(): void {
    // A redirect has no body.
  }

  answer(): NextAuthAnswer {
    const location = this.getHeader("location");
    const pairs = [this.getHeader("set-cookie") ?? []].flat().map((line) => line.split(";", 1)[0] ?? "");
    return {
      location: typeof location === "string" ? location : undefined,
      cookies: new Map(pairs.map((pair) => cookiePair(pair))),
      body: this.#body,
    };
  }
}

function cookiePair(pair: string): [name: string, value: string] {
  const equals = pair.indexOf("=");
  return [pair.slice(0, equals), decodeURIComponent(pair.slice(equals + 1))];
}
