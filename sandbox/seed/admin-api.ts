/** The app's admin API as an administrator's script would call it: by bearer token, over HTTP, in JSON. */

export type Collection = "connections" | "accounts" | "access-keys" | "targets" | "grants";

/** What the API answers; callers look at the few fields they know. */
export type Item = Readonly<Record<string, unknown>>;

export class AdminApi {
  readonly #base: string;
  readonly #headers: Readonly<Record<string, string>>;

  /**
   * @param appOrigin where the app is
   * @param token an administrator's bearer token
   */
  constructor(appOrigin: string, token: string) {
    this.#base = `${appOrigin}/api/v1/admin`;
    this.#headers = { authorization: `Bearer ${token}`, accept: "application/json" };
  }

  /** Everything in the collection, page by page. */
  async list(collection: Collection): Promise<readonly Item[]> {
    const items: Item[] = [];
    let cursor: unknown;
    do {
      const query = new URLSearchParams({ limit: "1000", ...(typeof cursor === "string" ? { cursor } : {}) });
      const page = await this.#call("GET", `${collection}?${query}`);
      items.push(...(page.items as Item[]));
      cursor = page.nextCursor;
    } while (typeof cursor === "string");
    return items;
  }

  create(collection: Collection, body: object): Promise<Item> {
    return this.#call("POST", collection, body);
  }

  update(collection: Collection, id: string, body: object): Promise<Item> {
    return this.#call("PATCH", `${collection}/${encodeURIComponent(id)}`, body);
  }

  async #call(method: string, path: string, body?: object): Promise<Item> {
    const response = await fetch(`${this.#base}/${path}`, {
      method,
      headers: { ...this.#headers, ...(body === undefined ? {} : { "content-type": "application/json" }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) {
      throw new Error(`${method} ${path} was answered ${response.status}: ${text}`);
    }
    return JSON.parse(text) as Item;
  }
}
