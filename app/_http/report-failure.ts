import type { AppError } from "@/lib/errors/app-error";
import type { RequestOrigin } from "@/lib/identity/actor";
import { log } from "@/lib/log/log";

/** Somebody has to repair these; the rest are answers like any other. */
const OURS: ReadonlySet<AppError["kind"]> = new Set(["internal", "unavailable", "upstream"]);

/**
 * One log line for a refusal or a failure, under the reference the person sees.
 * Only the path is written: a query may carry a one-time id.
 */
export function reportFailure(
  error: AppError,
  request: { readonly method: string; readonly path: string },
  origin: RequestOrigin,
): void {
  const fields = {
    reference: origin.reference,
    method: request.method,
    path: request.path,
    remoteAddress: origin.remoteAddress,
    error,
  };
  if (OURS.has(error.kind)) log.error("request failed", fields);
  else log.info("request refused", fields);
}
