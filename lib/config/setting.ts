import type { z } from "zod";

/** What becomes weaker, and what to do about it; for whoever reads the log or the admin pages. */
export interface Weakness {
  readonly because: string;
  readonly mend: string;
}

/** One setting of the environment: how it is read, checked, shown and documented. */
export interface Setting<T> {
  /** Name of the environment variable. */
  readonly name: string;
  /** For the operator: what it does. Markdown, full sentences. */
  readonly description: string;
  /** Reads the text; its messages end with what to do. */
  readonly schema: z.ZodType<T, string>;
  /** The text used when the variable is absent; checked like any other. */
  readonly defaultText?: string;
  /** What the documentation shows as default when it depends on another setting. */
  readonly defaultDescription?: string;
  /** Present when Rolebridge cannot start without it: the sentence that says what to do. */
  readonly missing?: string;
  /** Never shown, logged or documented with a value. */
  readonly secret: boolean;
  /** Undefined when nothing becomes weaker with this value. */
  weakens?(value: T): Weakness | undefined;
}

interface Common<T> {
  readonly name: string;
  readonly description: string;
  readonly schema: z.ZodType<T, string>;
  readonly secret?: true;
}

/** Rolebridge does not start without it. */
export function required<T>(
  setting: Common<T> & { readonly missing: string; weakens?(value: T): Weakness | undefined },
): Setting<T> {
  return { ...setting, secret: setting.secret ?? false };
}

/** Has a value when the operator says nothing. */
export function withDefault<T>(
  setting: Common<T> & {
    readonly defaultText: string;
    weakens?(value: T): Weakness | undefined;
  },
): Setting<T> {
  return { ...setting, secret: setting.secret ?? false };
}

/** May be absent; then the configuration holds undefined. */
export function optional<T>(
  setting: Common<T> & {
    readonly defaultDescription?: string;
    weakens?(value: T | undefined): Weakness | undefined;
  },
): Setting<T | undefined> {
  const { schema, ...rest } = setting;
  return { ...rest, schema: schema as z.ZodType<T | undefined, string>, secret: setting.secret ?? false };
}
