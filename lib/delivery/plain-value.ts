import { AppError } from "../errors/app-error";

/** What keys, tokens, times and regions are made of; special in no shell and in no file format here. */
const PLAIN = /^[A-Za-z0-9+/=_.:-]+$/;

/**
 * A value that may be written without quotes.
 * @throws AppError `delivery.cannot_render`; its detail names the setting and never the value
 */
export function requirePlain(value: string, name: string): string {
  if (PLAIN.test(value)) return value;
  throw new AppError("delivery.cannot_render", {
    reason: "unexpected_characters",
    detail: `What AWS gave for ${name} has characters that would need quoting, which this format does not have.`,
  });
}
