import { z } from "zod";
import { describeTextFault, faultInName } from "../../identity/text-rules";

/** Fields that several bodies have. Messages continue a sentence that begins with the field's name. */

/** For values of the wrong type and for missing ones. */
export function wanted(type: string) {
  return (issue: { readonly input?: unknown }): string =>
    issue.input === undefined ? "is required" : `must be ${type}`;
}

/** One line for people to read. Spaces around it come from pasting and are taken off. */
export function label(maxLength: number): z.ZodType<string> {
  return z
    .string({ error: wanted("text") })
    .transform((text) => text.trim())
    .superRefine((text, context) => {
      const fault = faultInName(text, maxLength);
      if (fault === "too_long") context.addIssue(`must have at most ${maxLength} characters`);
      else if (fault) context.addIssue(describeTextFault(fault, text));
    });
}

/** Text over several lines, e.g. a note. */
export function note(maxLength: number): z.ZodType<string> {
  return z
    .string({ error: wanted("text") })
    .max(maxLength, `must have at most ${maxLength} characters`)
    .refine((text) => !/[^\P{C}\n\r\t]/u.test(text), "holds a character that cannot be seen");
}

/**
 * What grants compare byte for byte. Nothing is taken off: a space at the edge is refused and named, because
 * somebody's group may be called just so, and then the grant would never match.
 */
export function exactName(): z.ZodType<string> {
  return z.string({ error: wanted("text") }).superRefine((text, context) => {
    const fault = faultInName(text);
    if (fault) context.addIssue(describeTextFault(fault, text));
  });
}

/** Seconds of a session at AWS: from 900. @param most 43,200 where a role is assumed, 129,600 for an IAM user's */
export function sessionSecondsUpTo(most: number): z.ZodType<number> {
  return z
    .number({ error: wanted("a number of seconds") })
    .int("must be a whole number of seconds")
    .min(900, "must be at least 900 seconds (15 minutes)")
    .max(most, `must be at most ${most} seconds (${most / 3_600} hours)`);
}

/** RFC 3339 with an offset, e.g. `2026-11-21T12:00:00Z`. */
export const instant = z
  .string({ error: wanted("a time like 2026-11-21T12:00:00Z") })
  .transform((text, context) => {
    const isRfc3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/.test(text);
    const time = isRfc3339 ? new Date(text) : undefined;
    if (time && !Number.isNaN(time.getTime())) return time;
    context.addIssue("must be a time with its zone, like 2026-11-21T12:00:00Z");
    return z.NEVER;
  });

export const flag = z.boolean({ error: wanted("true or false") });
