import type { IncomingMessage, ServerResponse } from "node:http";

/** A whole answer, as a value. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Sends the browser on; what a URL or a cookie carries here is never kept by caches or told to the next site. */
export function redirect(location: string, setCookie?: string): Reply {
  const cookie = setCookie === undefined ? {} : { "set-cookie": setCookie };
  const headers = { location, "cache-control": "no-store", "referrer-policy": "no-referrer", ...cookie };
  return { status: 302, headers, body: "" };
}

/** A listener out of a function from request to reply. */
export function replying(answer: (request: IncomingMessage) => Reply | Promise<Reply>) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { status, headers, body } = await answer(request);
    response.writeHead(status, { ...headers, "content-length": Buffer.byteLength(body) });
    response.end(body);
  };
}
