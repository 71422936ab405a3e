/** Condition keys of one request. Keys have no case; a key may have several values; an absent key is not an empty one. */
export class RequestContext {
  readonly #values = new Map<string, readonly string[]>();

  /** Sets a key; `undefined` and an empty list leave it absent. */
  set(key: string, value: string | readonly string[] | undefined): this {
    const values = typeof value === "string" ? [value] : (value ?? []);
    if (values.length > 0) this.#values.set(key.toLowerCase(), values);
    return this;
  }

  /** Every key that is set, in lower case, with its values. */
  entries(): [string, readonly string[]][] {
    return [...this.#values];
  }

  get(key: string): readonly string[] | undefined {
    return this.#values.get(key.toLowerCase());
  }
}
