/** A value cannot be written safely. Says which one, never what it is. */
export class CannotRender extends Error {
  constructor(detail: string) {
    super(detail);
    this.name = "CannotRender";
  }
}

/** What keys, tokens, times and regions are made of; special in no shell and in no file format here. */
const PLAIN = /^[A-Za-z0-9+/=_.:-]+$/;

/**
 * A value that may be written without quotes.
 * @throws CannotRender naming the setting
 */
export function requirePlain(value: string, name: string): string {
  if (PLAIN.test(value)) return value;
  throw new CannotRender(
    `What AWS gave for ${name} has characters that would need quoting, which this format does not have.`,
  );
}
