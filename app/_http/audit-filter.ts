import { z } from "zod";

const word = z.string().max(200).exactOptional();
const instant = z.iso
  .datetime({ offset: true, error: "Give a date and time as 2026-01-31T12:00:00Z." })
  .transform((text) => new Date(text))
  .exactOptional();
const breakGlass = z
  .literal("true", "Give true, or leave it out.")
  .transform(() => true)
  .exactOptional();

/** Parameters by which the audit is listed and exported. */
export const AUDIT_FILTER = {
  actor: word,
  action: word,
  outcome: word,
  reference: word,
  from: instant,
  to: instant,
  breakGlass,
};
