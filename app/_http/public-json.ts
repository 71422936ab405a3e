import { ANSWER_HEADERS } from "./problem";

/** A JSON document for everybody, which may be kept for a little while: AWS and proxies ask for it again and again. */
export function publicJson(body: unknown): Response {
  return new Response(JSON.stringify(body), {
    headers: {
      ...ANSWER_HEADERS,
      "Content-Type": "application/json",
      // Short, so that a key is known everywhere a few minutes after it was made.
      "Cache-Control": "public, max-age=300",
    },
  });
}
