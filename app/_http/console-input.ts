import { z } from "zod";
import { Secret } from "@/lib/secret/secret";

const SECONDS = "Give whole seconds from 900 to 129600.";

/** Seconds of an AWS session. What the role and the grant allow is decided later; STS never allows other values. */
export const DURATION_SECONDS = z.number(SECONDS).int(SECONDS).min(900, SECONDS).max(129_600, SECONDS);

export const ENTITLEMENT_ID = z.string("Say which entitlement.").min(1, "Say which entitlement.").max(100);

/**
 * What only the person can say or show. A code is a secret from here on; whether it looks like one is decided
 * where it is known whether one is needed.
 */
export const PERSONAL_FIELDS = {
  mfaCode: z
    .string("Give the code as text.")
    .max(20, "Give the six digits of the device.")
    .transform((code) => new Secret(code.replace(/\s/g, "")))
    .exactOptional(),
  reason: z.string().max(500, "Give a reason of at most 500 characters.").exactOptional(),
};

/** What one may say when opening the console, as a form or as JSON. */
export const CONSOLE_FIELDS = {
  entitlementId: ENTITLEMENT_ID,
  destination: z.string().max(2048, "Give an address of at most 2048 characters.").exactOptional(),
  durationSeconds: DURATION_SECONDS.exactOptional(),
  via: z.enum(["saml", "federation"], "Choose saml or federation.").exactOptional(),
  ...PERSONAL_FIELDS,
};
