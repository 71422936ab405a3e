import { z } from "zod";

const SECONDS = "Give whole seconds from 900 to 43200.";

/** Seconds of an AWS session. What the role and the grant allow is decided later; STS never allows other values. */
export const DURATION_SECONDS = z.number(SECONDS).int(SECONDS).min(900, SECONDS).max(43_200, SECONDS);

export const ENTITLEMENT_ID = z.string("Say which entitlement.").min(1, "Say which entitlement.").max(100);

/** What one may say when opening the console, as a form or as JSON. */
export const CONSOLE_FIELDS = {
  entitlementId: ENTITLEMENT_ID,
  destination: z.string().max(2048, "Give an address of at most 2048 characters.").exactOptional(),
  durationSeconds: DURATION_SECONDS.exactOptional(),
  via: z.enum(["saml", "federation"], "Choose saml or federation.").exactOptional(),
};
