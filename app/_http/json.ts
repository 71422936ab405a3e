import { ANSWER_HEADERS } from "./problem";

/** A JSON answer for one reader; never kept by anybody on the way. Dates become RFC 3339, UTC. */
export function json(
  body: unknown,
  init: { readonly status?: number; readonly headers?: Readonly<Record<string, string>> } = {},
): Response {
  return new Response(JSON.stringify(body), {
    status: init.status ?? 200,
    headers: { ...ANSWER_HEADERS, "Content-Type": "application/json", ...init.headers },
  });
}
