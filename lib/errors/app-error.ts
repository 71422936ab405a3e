import { randomBytes } from "node:crypto";
import { ERROR_CODES, type ErrorCode, type ErrorKind } from "./codes";

/** Status of the HTTP answer, for every kind there is. */
export const STATUS_OF_KIND: Readonly<Record<ErrorKind, number>> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  too_large: 413,
  rate_limited: 429,
  internal: 500,
  upstream: 502,
  unavailable: 503,
};

/** One wrong field of what somebody sent: where it is, and a sentence about it. */
export interface FieldFault {
  readonly field: string;
  readonly message: string;
}

/** What AWS answered when it refused, and what it means here. Carries no secret. */
export interface AwsRefusalDetail {
  /** AWS's own error code, e.g. `AccessDenied`. */
  readonly awsCode: string;
  /** AWS's own words. */
  readonly awsMessage: string;
  /** What it means here and who must change what; most likely cause first. */
  readonly hints: readonly string[];
  /** AWS's clock when it answered, where it said so. */
  readonly awsTime?: Date;
}

export interface AppErrorOptions {
  readonly cause?: unknown;
  /** Public: added to the code's sentence. Never a secret, never a foreign error's text. */
  readonly detail?: string;
  /** For logs and the audit only: the machine-readable reason, e.g. `destination_mismatch`. */
  readonly reason?: string;
  readonly fields?: readonly FieldFault[];
  readonly aws?: AwsRefusalDetail;
  /** Facts for the audit beside the reason, as plain JSON: which regions were asked. Never a secret. */
  readonly audit?: Readonly<Record<string, unknown>>;
  /** Public: a path on our origin where the next step begins. */
  readonly link?: string;
  /** Seconds until another try makes sense. */
  readonly retryAfterSeconds?: number;
}

/** The same in every copy of this module: a production build may hold one for each bundle. */
const MARK = Symbol.for("rolebridge.AppError");

/**
 * The one error of Rolebridge. The code decides the public sentence and the kind;
 * the reference joins what the person sees with what the log and the audit hold.
 */
export class AppError extends Error {
  readonly [MARK] = true;
  readonly code: ErrorCode;
  readonly kind: ErrorKind;
  readonly title: string;
  readonly detail: string | undefined;
  readonly reason: string | undefined;
  readonly fields: readonly FieldFault[];
  readonly aws: AwsRefusalDetail | undefined;
  readonly audit: Readonly<Record<string, unknown>>;
  readonly link: string | undefined;
  readonly retryAfterSeconds: number | undefined;
  /** Ten characters without look-alikes, to read out on the telephone. */
  readonly reference: string;

  constructor(code: ErrorCode, options: AppErrorOptions = {}) {
    super(code, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "AppError";
    this.code = code;
    this.kind = ERROR_CODES[code].kind;
    this.title = ERROR_CODES[code].title;
    this.detail = options.detail;
    this.reason = options.reason;
    this.fields = options.fields ?? [];
    this.aws = options.aws;
    this.audit = options.audit ?? {};
    this.link = options.link;
    this.retryAfterSeconds =
      options.retryAfterSeconds ?? (this.kind === "unavailable" ? SOON_SECONDS : undefined);
    this.reference = newReference();
  }

  /** By the mark, not by the prototype: the use-cases may live in another bundle than who catches. */
  static override [Symbol.hasInstance](value: unknown): value is AppError {
    return typeof value === "object" && value !== null && MARK in value;
  }

  /** The same error, saying more. */
  with(more: AppErrorOptions): AppError {
    const { cause, detail, reason, fields, aws, audit, link, retryAfterSeconds } = this;
    return new AppError(this.code, {
      cause,
      fields,
      audit,
      ...(detail === undefined ? {} : { detail }),
      ...(reason === undefined ? {} : { reason }),
      ...(aws === undefined ? {} : { aws }),
      ...(link === undefined ? {} : { link }),
      ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
      ...more,
    });
  }

  get status(): number {
    return STATUS_OF_KIND[this.kind];
  }
}

/** What is unavailable is expected back: programs that heed `Retry-After` come again instead of giving up. */
const SOON_SECONDS = 5;

const REFERENCE_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz";

/** A fresh reference. 31^10 values: enough to find one event, useless to guess at. */
export function newReference(): string {
  return Array.from(randomBytes(10), (byte) => REFERENCE_ALPHABET[byte % 31]).join("");
}
