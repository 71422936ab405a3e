import type { IncomingMessage, ServerResponse } from "node:http";
import type { Cloud } from "../cloud";
import { AwsFault, fault } from "../faults";
import type { Caller } from "../sigv4/authenticate";
import { authenticate } from "../sigv4/authenticate";
import { type QueryRequest, readQueryRequest } from "./query-request";
import { renderJson } from "./render-json";
import { renderXml } from "./render-xml";
import type { WireRecord } from "./wire-value";

/** One service of AWS's Query protocol: its actions are a table, one file each. */
export interface QueryService {
  /** Name in credential scopes. */
  readonly signingName: "sts" | "iam";
  readonly version: string;
  readonly namespace: string;
  readonly actions: Readonly<Record<string, QueryAction>>;
  /** Headers of every answer beside the request id. */
  readonly extraHeaders: () => Readonly<Record<string, string>>;
}

/** An action either takes anyone's call or is told who signed it. */
export type QueryAction =
  | {
      readonly signed: false;
      readonly run: (call: QueryCall) => WireRecord | undefined | Promise<WireRecord | undefined>;
    }
  | {
      readonly signed: true;
      readonly run: (call: QueryCall, caller: Caller) => WireRecord | undefined;
    };

export interface QueryCall {
  readonly cloud: Cloud;
  readonly request: QueryRequest;
}

const DISPATCH_NAMESPACE = "http://webservices.amazon.com/AWSFault/2005-15-09";
/** Where AWS sends whoever does not call an action. */
const LANDING_PAGE = "https://aws.amazon.com/iam";

/**
 * The listener of one service.
 * @param endpoint the Region whose endpoint was called, at a path of its own.
 */
export function queryHandler(
  service: QueryService,
  cloud: Cloud,
  endpoint?: { readonly region: string; readonly path: string },
) {
  return async (message: IncomingMessage, response: ServerResponse): Promise<void> => {
    const request = await readQueryRequest(message, endpoint?.region);
    const requestId = crypto.randomUUID();
    response.setHeader("x-amzn-requestid", requestId);
    for (const [name, value] of Object.entries(service.extraHeaders())) response.setHeader(name, value);
    if (request === "too-large") return empty(response, 413);
    if (request.path !== (endpoint?.path ?? "/") && !cloud.assumptions.queryApiOnAnyPath)
      return empty(response, 404);
    const elsewhere = landingPage(request);
    if (elsewhere !== undefined) {
      response.setHeader("location", elsewhere);
      return empty(response, 302);
    }
    await answer(service, { cloud, request }, response, requestId);
  };
}

function landingPage({ method, headers, params, rawQuery }: QueryRequest): string | undefined {
  const isForm = /^application\/x-www-form-urlencoded\s*(;|$)/i.test(headers["content-type"] ?? "");
  if (method === "POST") return isForm && params.get("Action") !== undefined ? undefined : LANDING_PAGE;
  if (method === "GET" && params.get("Action") !== undefined) return undefined;
  return rawQuery === "" ? LANDING_PAGE : `${LANDING_PAGE}?${rawQuery}`;
}

async function answer(
  service: QueryService,
  call: QueryCall,
  response: ServerResponse,
  requestId: string,
): Promise<void> {
  const action = call.request.params.get("Action") ?? "";
  try {
    const result = await perform(service, call, action);
    const content = {
      ...(result === undefined ? {} : { [`${action}Result`]: result }),
      ResponseMetadata: { RequestId: requestId },
    };
    send(call, response, 200, {
      xml: () => renderXml(`${action}Response`, service.namespace, content),
      json: () => renderJson({ [`${action}Response`]: content }),
    });
  } catch (error) {
    sendFault(service, call, response, { error, requestId });
  }
}

function perform(
  service: QueryService,
  call: QueryCall,
  name: string,
): WireRecord | undefined | Promise<WireRecord | undefined> {
  const version = call.request.params.get("Version");
  const action = version === service.version && Object.hasOwn(service.actions, name) && service.actions[name];
  if (!action) throw fault("unknownOperation", name, version ?? "NO_VERSION_SPECIFIED");
  if (!action.signed) return action.run(call);
  return action.run(call, authenticate(call.request, service.signingName, call.cloud));
}

function sendFault(
  service: QueryService,
  call: QueryCall,
  response: ServerResponse,
  { error, requestId }: { error: unknown; requestId: string },
): void {
  const refusal = error instanceof AwsFault ? error : fault("internalFailure");
  if (refusal !== error) console.error(error);
  const details = { Code: refusal.code, Message: refusal.awsMessage };
  const type = refusal.status >= 500 ? "Receiver" : "Sender";
  const namespace = refusal.code === "InvalidAction" ? DISPATCH_NAMESPACE : service.namespace;
  send(call, response, refusal.status, {
    xml: () =>
      renderXml("ErrorResponse", namespace, { Error: { Type: type, ...details }, RequestId: requestId }),
    json: () => renderJson({ Error: { ...details, Type: type }, RequestId: requestId }),
  });
}

function send(
  call: QueryCall,
  response: ServerResponse,
  status: number,
  forms: { xml: () => string; json: () => string },
): void {
  const wantsJson = (call.request.headers.accept ?? "").toLowerCase().includes("application/json");
  const body = wantsJson ? forms.json() : forms.xml();
  response.writeHead(status, {
    "content-type": wantsJson ? "application/json" : "text/xml",
    "content-length": Buffer.byteLength(body),
  });
  response.end(body);
}

function empty(response: ServerResponse, status: number): void {
  response.writeHead(status, { "content-length": 0 }).end();
}
