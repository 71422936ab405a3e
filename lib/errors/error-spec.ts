export type ErrorKind =
  | "invalid"
  | "unauthenticated"
  | "forbidden"
  | "not_found"
  | "conflict"
  | "too_large"
  | "rate_limited"
  | "upstream"
  | "unavailable"
  | "internal";

export interface ErrorSpec {
  readonly kind: ErrorKind;
  /** The public sentence: what happened and the next step. Ends with a full stop. */
  readonly title: string;
}
