/** What openid-client throws, as far as we look at it. */
interface Thrown {
  readonly name?: unknown;
  readonly message?: unknown;
  /** OAuth error code, of `OPError`. */
  readonly error?: unknown;
  /** Of Node's network errors. */
  readonly code?: unknown;
  readonly syscall?: unknown;
}

const LONGEST = 60;

/**
 * A machine-readable reason for the audit out of an error of openid-client. Its messages go
 * `what is wrong, expected …, got: …`; the values behind the comma stay out.
 */
export function reasonOf(thrown: unknown): { readonly reason: string; readonly providerIsDown: boolean } {
  const { name, message, error, code, syscall } = (thrown ?? {}) as Thrown;
  if (name === "OPError" && typeof error === "string") {
    return { reason: `provider_error_${asWords(error)}`, providerIsDown: true };
  }
  if (name === "SyntaxError") return { reason: "provider_answer_is_not_json", providerIsDown: true };
  if (typeof syscall === "string" || code === "ECONNRESET") {
    return { reason: `provider_unreachable_${asWords(String(code))}`, providerIsDown: true };
  }
  const text = typeof message === "string" ? (message.split(/[,:(]/, 1)[0] ?? "") : "";
  return {
    reason: asWords(text) || "unknown",
    providerIsDown: text.startsWith("outgoing request timed out"),
  };
}

function asWords(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^_|_$/g, "")
    .slice(0, LONGEST);
}
