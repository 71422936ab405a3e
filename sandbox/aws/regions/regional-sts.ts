/**
 * STS as several Regions' endpoints on one port: `/eu-west-1` is that Region's, `/` stands for all. Owns which Region was
 * called and what goes wrong there; the calls themselves are the service's.
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import type { Cloud } from "../cloud";
import { AwsFault } from "../faults";
import { isRegion, regionOfHost } from "../partitions";
import { queryHandler } from "../query/query-service";
import { renderXml } from "../query/render-xml";
import { STS } from "../sts/sts-service";
import { controlDisruptions } from "./disruption-control";
import { type Disruption, type Disruptions, NO_REGION } from "./disruptions";

export function regionalSts(cloud: Cloud, disruptions: Disruptions) {
  return async (message: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = (message.url ?? "/").split("?")[0] ?? "/";
    if (path.startsWith("/_sandbox/")) return controlDisruptions(message, response, { path, disruptions });
    const endpoint = endpointOf(path);
    const region = endpoint?.region ?? regionOfHost(message.headers.host) ?? regionOfSignature(message);
    const disruption = disruptions.next(region ?? NO_REGION);
    if (disruption !== undefined && !(await goesOn(disruption, message, response))) return;
    return queryHandler(STS, cloud, endpoint)(message, response);
  };
}

/** The Region that a path names, with the path as it was written: the SDKs put a slash after an endpoint's path. */
function endpointOf(path: string): { region: string; path: string } | undefined {
  const region = /^\/([a-z0-9-]+)\/?$/.exec(path)?.[1];
  return region !== undefined && isRegion(region) ? { region, path } : undefined;
}

/** Only to know whose disruption it is: whether the scope is right is for the signature check to say. */
function regionOfSignature({ headers }: IncomingMessage): string | undefined {
  const region = /Credential=[^/]+\/\d{8}\/([a-z0-9-]+)\//.exec(headers.authorization ?? "")?.[1];
  return region !== undefined && isRegion(region) ? region : undefined;
}

/** @returns whether the call is still to be answered. */
async function goesOn(
  disruption: Disruption,
  message: IncomingMessage,
  response: ServerResponse,
): Promise<boolean> {
  switch (disruption.kind) {
    case "slow":
      await wait(disruption.milliseconds);
      return !message.socket.destroyed;
    case "refuse":
      message.socket.destroy();
      return false;
    case "unavailable":
      fail(response, disruption.status === 503 ? UNAVAILABLE : INTERNAL, disruption.status);
      return false;
    case "throttle":
      fail(response, THROTTLING, 400);
      return false;
    case "fault":
      fail(response, new AwsFault(disruption.code, disruption.message), disruption.status);
      return false;
  }
}

const THROTTLING = new AwsFault("Throttling", "Rate exceeded");
const UNAVAILABLE = new AwsFault("ServiceUnavailable", "Service is unable to handle request.");
const INTERNAL = new AwsFault("InternalFailure", undefined);

function fail(response: ServerResponse, { code, awsMessage }: AwsFault, status: number): void {
  const requestId = crypto.randomUUID();
  const Type = status >= 500 ? "Receiver" : "Sender";
  const body = renderXml("ErrorResponse", STS.namespace, {
    Error: { Type, Code: code, Message: awsMessage },
    RequestId: requestId,
  });
  response.writeHead(status, { "content-type": "text/xml", "x-amzn-requestid": requestId }).end(body);
}
