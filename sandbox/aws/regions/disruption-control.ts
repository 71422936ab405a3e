import type { IncomingMessage, ServerResponse } from "node:http";
import { isRegion } from "../partitions";
import { type Disruptions, type LastingDisruption, NO_REGION } from "./disruptions";

const PATH = "/_sandbox/regions";

/**
 * The control of disruptions, for whoever runs in another process: `GET /_sandbox/regions` tells the calls by Region, `PUT
 * /_sandbox/regions/eu-west-1` with a disruption as JSON starts one, `DELETE /_sandbox/regions` ends them all. Not a thing
 * of AWS's; a page in a browser cannot call it, since nothing here answers to other origins.
 */
export async function controlDisruptions(
  message: IncomingMessage,
  response: ServerResponse,
  { path, disruptions }: { path: string; disruptions: Disruptions },
): Promise<void> {
  const region = path.startsWith(`${PATH}/`) ? path.slice(PATH.length + 1) : undefined;
  if (region !== undefined && message.method === "PUT" && (isRegion(region) || region === NO_REGION)) {
    const disruption = parseDisruption(await textOf(message));
    if (disruption === undefined) return reply(response, 400);
    disruptions.set(region, disruption);
    return reply(response, 204);
  }
  if (path === PATH && message.method === "DELETE") {
    disruptions.clear();
    return reply(response, 204);
  }
  if (path === PATH && message.method === "GET") return reply(response, 200, { calls: disruptions.counts() });
  return reply(response, 404);
}

function parseDisruption(text: string): LastingDisruption | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof value !== "object" || value === null) return undefined;
  const { kind, milliseconds, status, calls } = value as Readonly<Record<string, unknown>>;
  const lasting = isCount(calls) ? { calls } : {};
  if (calls !== undefined && !isCount(calls)) return undefined;
  if (kind === "slow") return isCount(milliseconds) ? { kind, milliseconds, ...lasting } : undefined;
  if (kind === "unavailable")
    return status === 500 || status === 503 ? { kind, status, ...lasting } : undefined;
  return kind === "refuse" || kind === "throttle" ? { kind, ...lasting } : undefined;
}

const isCount = (value: unknown): value is number => Number.isInteger(value) && Number(value) > 0;

async function textOf(message: IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of message) text += chunk;
  return text;
}

function reply(response: ServerResponse, status: number, body?: object): void {
  response
    .writeHead(status, { "content-type": "application/json" })
    .end(body === undefined ? undefined : JSON.stringify(body));
}
