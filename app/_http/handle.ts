import type { AppError } from "@/lib/errors/app-error";
import type { RequestOrigin } from "@/lib/identity/actor";
import { type Runtime, runtime } from "@/lib/runtime";
import { span } from "@/lib/telemetry/trace";
import { errorPage } from "./error-page";
import { problemResponse, toAppError } from "./problem";
import { reportFailure } from "./report-failure";
import { requestOrigin } from "./request-origin";
import { requireSameOrigin } from "./same-origin";

/** Parameters of a dynamic route; Next gives a list for `[...name]`. */
export type RouteParams = Readonly<Record<string, string | readonly string[] | undefined>>;

/** What a handler gets: the request, where it came from, and Rolebridge. */
export interface Call<P extends RouteParams = RouteParams> {
  readonly request: Request;
  readonly params: P;
  readonly rolebridge: Runtime;
  readonly origin: RequestOrigin;
}

export type RouteHandler<P extends RouteParams> = (
  request: Request,
  context: { readonly params: Promise<P> },
) => Promise<Response>;

/** A handler for programs: whatever is thrown becomes `application/problem+json`. */
export function answer<P extends RouteParams>(work: (call: Call<P>) => Promise<Response>): RouteHandler<P> {
  return handle(work, problemResponse);
}

/** A handler a person's browser comes to: whatever is thrown becomes a page with a sentence and a reference. */
export function visit<P extends RouteParams>(work: (call: Call<P>) => Promise<Response>): RouteHandler<P> {
  return handle(work, errorPage);
}

/**
 * A form that one of our own pages sends: refused when another site made the browser send it (A11, W16). Every
 * handler that changes something on a person's cookie is this or `api`; `state-changes.test.ts` looks.
 */
export function ownForm<P extends RouteParams>(work: (call: Call<P>) => Promise<Response>): RouteHandler<P> {
  return visit<P>(async (call) => {
    requireSameOrigin(call.request.headers, call.rolebridge.settings.origin);
    return work(call);
  });
}

/** @param refuse how whoever asks here reads a refusal */
export function handle<P extends RouteParams>(
  work: (call: Call<P>) => Promise<Response>,
  refuse: (error: AppError, reference: string) => Response,
): RouteHandler<P> {
  return async (request, context) => {
    let origin = requestOrigin(request.headers, 0);
    try {
      const rolebridge = await runtime();
      origin = requestOrigin(request.headers, rolebridge.settings.trustedProxyHops);
      const call = { request, params: await context.params, rolebridge, origin };
      return await spanOf(request, origin, () => work(call));
    } catch (thrown) {
      const error = toAppError(thrown);
      reportFailure(error, { method: request.method, path: new URL(request.url).pathname }, origin);
      return refuse(error, origin.reference);
    }
  };
}

/** The route as a span; its path names what was asked, and a query may carry a one-time id. */
function spanOf(
  request: Request,
  { reference }: RequestOrigin,
  work: () => Promise<Response>,
): Promise<Response> {
  const attributes = {
    "http.request.method": request.method,
    "url.path": new URL(request.url).pathname,
    "rolebridge.reference": reference,
  };
  const traceparent = request.headers.get("traceparent") ?? undefined;
  return span("request", { kind: "server", attributes, traceparent }, async (say) => {
    const answer = await work();
    say({ "http.response.status_code": answer.status });
    return answer;
  });
}
