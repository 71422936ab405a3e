/** As much of a browser as signing in needs: cookies, redirects seen one by one, and what browsers say of themselves. */
import { Agent, request } from "node:http";

export interface PageAnswer {
  /** 0 when the connection broke. */
  readonly status: number;
  readonly body: string;
  readonly location: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly milliseconds: number;
}

export type Relation = "none" | "same-origin" | "cross-site";

const agent = new Agent({ keepAlive: true, maxSockets: 1_000 });
/** Longer than anything Rolebridge allows itself. */
const PATIENCE_MS = 45_000;

/** Connections of browsers that are done. */
export function closeBrowsers(): void {
  agent.destroy();
}

export class Browser {
  readonly #cookies = new Map<string, string>();

  /**
   * @param origin where the person believes to be
   * @param port where requests really go: the load balancer's, or one instance's
   * @param address the person's, as a proxy would have seen it
   */
  constructor(
    readonly origin: string,
    private readonly port: number,
    private readonly address: string,
  ) {}

  /** The same person's browser, with its cookies, at another door. */
  at(port: number): Browser {
    const other = new Browser(this.origin, port, this.address);
    for (const [name, value] of this.#cookies) other.#cookies.set(name, value);
    return other;
  }

  get(path: string, relation: Relation = "none"): Promise<PageAnswer> {
    return this.#ask("GET", path, relation, {});
  }

  postForm(path: string, form: Readonly<Record<string, string>>, relation: Relation): Promise<PageAnswer> {
    const type = { "content-type": "application/x-www-form-urlencoded" };
    return this.#ask("POST", path, relation, type, new URLSearchParams(form).toString());
  }

  postJson(path: string, body: object): Promise<PageAnswer> {
    const type = { "content-type": "application/json", accept: "application/json" };
    return this.#ask("POST", path, "same-origin", type, JSON.stringify(body));
  }

  #headers(relation: Relation, more: Readonly<Record<string, string>>): Record<string, string> {
    // Lax cookies stay at home when another site posts.
    const cookies = relation === "cross-site" ? [] : [...this.#cookies].map((pair) => pair.join("="));
    return {
      host: new URL(this.origin).host,
      "user-agent": "rolebridge-faults",
      "sec-fetch-site": relation,
      "x-forwarded-for": this.address,
      ...(relation === "same-origin" ? { origin: this.origin } : {}),
      ...(relation === "cross-site" ? { origin: "http://127.0.0.1:9" } : {}),
      ...(cookies.length === 0 ? {} : { cookie: cookies.join("; ") }),
      ...more,
    };
  }

  #ask(
    method: string,
    path: string,
    relation: Relation,
    more: Readonly<Record<string, string>>,
    body = "",
  ): Promise<PageAnswer> {
    const start = performance.now();
    const length = body === "" ? {} : { "content-length": String(Buffer.byteLength(body)) };
    const headers = this.#headers(relation, { ...more, ...length });
    return new Promise((resolve) => {
      const broken = () =>
        resolve({
          status: 0,
          body: "",
          location: "",
          headers: {},
          milliseconds: performance.now() - start,
        });
      const sent = request({ host: "127.0.0.1", port: this.port, method, path, agent, headers }, (answer) => {
        const parts: Buffer[] = [];
        answer.on("data", (part: Buffer) => parts.push(part));
        answer.once("error", broken);
        answer.once("close", broken);
        answer.once("end", () => {
          this.#keep(answer.headers["set-cookie"] ?? []);
          resolve({
            status: answer.statusCode ?? 0,
            body: Buffer.concat(parts).toString("utf8"),
            location: answer.headers.location ?? "",
            headers: answer.headers,
            milliseconds: performance.now() - start,
          });
        });
      });
      sent.setTimeout(PATIENCE_MS, () => sent.destroy(new Error("no answer")));
      sent.once("error", broken);
      sent.end(body);
    });
  }

  #keep(setCookies: readonly string[]): void {
    for (const each of setCookies) {
      const pair = each.split(";", 1)[0] ?? "";
      const [name = "", value = ""] = [pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1)];
      if (value === "" || /max-age=0/i.test(each)) this.#cookies.delete(name);
      else this.#cookies.set(name, value);
    }
  }
}
