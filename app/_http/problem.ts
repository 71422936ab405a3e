import { AppError } from "@/lib/errors/app-error";

/** Answers are data for one reader: nothing in them runs, frames, or is kept. */
export const ANSWER_HEADERS: Readonly<Record<string, string>> = {
  "Cache-Control": "no-store",
  "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
};

/** The body of a refusal (RFC 9457), with the members product scripts rely on. */
export interface Problem {
  readonly type: "about:blank";
  readonly title: string;
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly reference: string;
  readonly fields?: AppError["fields"];
  /** A path on our origin where the next step begins. */
  readonly link?: string;
  /** The same where the next step is to step up. */
  readonly stepUp?: string;
  readonly awsCode?: string;
  readonly awsMessage?: string;
  readonly hints?: readonly string[];
}

/** Anything thrown as the one error of Rolebridge; what we did not expect says nothing about itself. */
export function toAppError(error: unknown): AppError {
  return error instanceof AppError ? error : new AppError("internal.unexpected", { cause: error });
}

/** @param reference that of the request: log and audit have the same */
export function problemOf(error: AppError, reference: string): Problem {
  return {
    type: "about:blank",
    title: error.title,
    status: error.status,
    code: error.code,
    detail: error.detail ?? error.title,
    reference,
    ...(error.fields.length > 0 && { fields: error.fields }),
    ...(error.link !== undefined && { link: error.link }),
    ...(error.link !== undefined && error.code.startsWith("stepup.") && { stepUp: error.link }),
    ...(error.aws && {
      awsCode: error.aws.awsCode,
      awsMessage: error.aws.awsMessage,
      hints: error.aws.hints,
    }),
  };
}

export function problemResponse(error: AppError, reference: string): Response {
  const headers = new Headers({ ...ANSWER_HEADERS, "Content-Type": "application/problem+json" });
  if (error.status === 401) headers.set("WWW-Authenticate", 'Bearer realm="Rolebridge"');
  if (error.retryAfterSeconds !== undefined) headers.set("Retry-After", String(error.retryAfterSeconds));
  return new Response(JSON.stringify(problemOf(error, reference)), { status: error.status, headers });
}
