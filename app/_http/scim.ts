import { AppError } from "@/lib/errors/app-error";
import type { ErrorCode } from "@/lib/errors/codes";
import type {
  ScimAnswer,
  ScimClient,
  ScimCollection,
  ScimQuery,
  ScimUseCases,
} from "@/lib/flows/provisioning/scim-use-cases";
import { Secret } from "@/lib/secret/secret";
import { type Call, handle, type RouteHandler, type RouteParams } from "./handle";
import { ANSWER_HEADERS } from "./problem";
import { readJson } from "./read-body";

const SCIM_TYPE = "application/scim+json";
/** A group of ten thousand members is about a megabyte. */
const SCIM_LIMIT = 2 * 1024 * 1024;

type ConnectionParams = RouteParams & { readonly connection: string };

interface ScimCall<P extends ConnectionParams> extends Call<P> {
  readonly scim: ScimUseCases;
  readonly client: ScimClient;
}

/**
 * The token of a provisioning client, from the Authorization header and nowhere else: an address is written to logs.
 * Cookies are not looked at, so no other site's page can provision.
 */
function tokenOf({ headers }: Request): Secret | undefined {
  const token = /^Bearer +([A-Za-z0-9._~+/=-]{1,512})$/i.exec(
    (headers.get("authorization") ?? "").trim(),
  )?.[1];
  return token === undefined ? undefined : new Secret(token);
}

/** A handler of `/scim/v2`: knows which connection's client asks before it does anything. */
export function scim<P extends ConnectionParams>(
  work: (call: ScimCall<P>) => Promise<Response>,
): RouteHandler<P> {
  return handle<P>(async (call) => {
    const { scim: useCases } = call.rolebridge;
    const client = await useCases.clientOf(call.params.connection, tokenOf(call.request), call.origin);
    return work({ ...call, scim: useCases, client });
  }, scimProblem);
}

/** RFC 7644 table 9. */
const SCIM_TYPES: Partial<Readonly<Record<ErrorCode, string>>> = {
  "scim.uniqueness": "uniqueness",
  "scim.invalid_syntax": "invalidSyntax",
  "scim.invalid_value": "invalidValue",
  "scim.invalid_filter": "invalidFilter",
  "scim.invalid_path": "invalidPath",
  "scim.no_target": "noTarget",
  "request.malformed": "invalidSyntax",
};

/** A refusal as RFC 7644 section 3.12 writes it; the reference finds it in log and audit. */
function scimProblem(error: AppError, reference: string): Response {
  const status = error.code === "scim.version_mismatch" ? 412 : error.status;
  const headers = new Headers({ ...ANSWER_HEADERS, "Content-Type": SCIM_TYPE });
  if (status === 401) headers.set("WWW-Authenticate", 'Bearer realm="Rolebridge"');
  if (error.retryAfterSeconds !== undefined) headers.set("Retry-After", String(error.retryAfterSeconds));
  const scimType = SCIM_TYPES[error.code];
  const body = {
    schemas: ["urn:ietf:params:scim:api:messages:2.0:Error"],
    ...(scimType === undefined ? {} : { scimType }),
    detail: `${error.detail === undefined ? error.title : `${error.title} ${error.detail}`} Reference: ${reference}`,
    status: String(status),
  };
  return new Response(JSON.stringify(body), { status, headers });
}

/** @param seen what the client has already (`If-None-Match`) */
export function scimJson(answer: ScimAnswer, status = 200, seen: string | null = null): Response {
  const headers = new Headers({ ...ANSWER_HEADERS, "Content-Type": SCIM_TYPE });
  if (answer.version !== undefined) headers.set("ETag", answer.version);
  if (answer.location !== undefined) headers.set("Location", answer.location);
  if (answer.version !== undefined && seen?.split(",").some((etag) => etag.trim() === answer.version)) {
    return new Response(null, { status: 304, headers });
  }
  return new Response(JSON.stringify(answer.body), { status, headers });
}

/** Parameters by their name in small letters. @throws AppError `scim.invalid_syntax` for one that is there twice */
function queryOf(request: Request): ScimQuery {
  const query = new Map<string, string>();
  for (const [name, value] of new URL(request.url).searchParams) {
    const key = name.toLowerCase();
    if (query.has(key)) {
      throw new AppError("scim.invalid_syntax", { detail: `Give ${name.slice(0, 100)} once.` });
    }
    query.set(key, value);
  }
  return query;
}

function bodyOf(request: Request): Promise<unknown> {
  // RFC 7644 section 3.8 lets clients send either.
  return readJson(request, SCIM_LIMIT, [SCIM_TYPE, "application/json"]);
}

type CollectionOf = (scim: ScimUseCases) => ScimCollection;

/** `GET` lists, `POST` creates. */
export function scimCollectionRoutes(of: CollectionOf) {
  return {
    GET: scim(async ({ scim: useCases, client, request }) =>
      scimJson(await of(useCases).list(client, queryOf(request))),
    ),
    POST: scim(async ({ scim: useCases, client, request }) =>
      scimJson(await of(useCases).create(client, await bodyOf(request), queryOf(request)), 201),
    ),
  };
}

type ItemCall = ScimCall<{ readonly connection: string; readonly id: string }>;

/** `GET`, `PUT`, `PATCH` and `DELETE` of one. */
export function scimItemRoutes(of: CollectionOf) {
  const ifMatch = ({ headers }: Request) => headers.get("if-match") ?? undefined;
  return {
    GET: scim(async ({ scim: useCases, client, params, request }: ItemCall) => {
      const found = await of(useCases).get(client, params.id, queryOf(request));
      return scimJson(found, 200, request.headers.get("if-none-match"));
    }),
    PUT: scim(async ({ scim: useCases, client, params, request }: ItemCall) => {
      const body = await bodyOf(request);
      return scimJson(
        await of(useCases).replace(client, params.id, body, queryOf(request), ifMatch(request)),
      );
    }),
    PATCH: scim(async ({ scim: useCases, client, params, request }: ItemCall) => {
      const body = await bodyOf(request);
      return scimJson(await of(useCases).patch(client, params.id, body, queryOf(request), ifMatch(request)));
    }),
    DELETE: scim(async ({ scim: useCases, client, params, request }: ItemCall) => {
      await of(useCases).delete(client, params.id, ifMatch(request));
      return new Response(null, { status: 204, headers: { "Cache-Control": "no-store" } });
    }),
  };
}
