import type { RequestContext } from "../policy/request-context";

/** Sets the condition keys of the moment at which a request is judged. */
export function setTimeKeys(context: RequestContext, now: Date): RequestContext {
  return context
    .set("aws:CurrentTime", now.toISOString())
    .set("aws:EpochTime", String(Math.floor(now.getTime() / 1000)));
}
