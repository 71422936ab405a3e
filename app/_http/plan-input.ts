import { z } from "zod";
import { DURATION_SECONDS } from "./console-input";

const USE = z.enum(["credentials", "console"], "Choose credentials or console.").exactOptional();
const REGION = z.string().max(64).exactOptional();

/** What one may wish of a previewed session, as JSON. */
export const PLAN_WISH = { durationSeconds: DURATION_SECONDS.exactOptional(), region: REGION, use: USE };

/** The same as query parameters. */
export const PLAN_QUERY = {
  durationSeconds: z.coerce.number().pipe(DURATION_SECONDS).exactOptional(),
  region: REGION,
  use: USE,
};
