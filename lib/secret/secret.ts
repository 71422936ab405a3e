import { inspect } from "node:util";

const REDACTED = "[redacted]";

/**
 * A value that must never be printed: keys, tokens, client secrets, assertions.
 * Template strings, `JSON.stringify`, `console.log` and loggers all see `[redacted]`;
 * `reveal()` is the only way to the text and easy to search for in a review.
 */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  /** The secret itself. Call it only where the bytes leave for their one destination. */
  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return REDACTED;
  }

  toJSON(): string {
    return REDACTED;
  }

  [inspect.custom](): string {
    return REDACTED;
  }
}
