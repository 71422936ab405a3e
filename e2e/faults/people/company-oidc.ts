/**
 * The company's OpenID provider as faults need it: answers at once, changes its keys, and is gone when a run says so,
 * path by path. Which answers are refused is for the tests beside the product to know.
 */
import { createSign, generateKeyPairSync, type JsonWebKey, type KeyObject, randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { World } from "../world/world";
import type { Browser, PageAnswer } from "./browser";
import type { Person } from "./company-idp";

const CLIENT = { clientId: "faults", clientSecret: "faults-secret" };
const PATHS = { discovery: "/.well-known/openid-configuration", keys: "/keys", token: "/token" } as const;
type Place = keyof typeof PATHS;

interface Key {
  readonly privateKey: KeyObject;
  readonly jwk: JsonWebKey;
  readonly kid: string;
}

interface Started {
  readonly nonce: string;
  readonly person: Person;
}

export class CompanyOidc {
  readonly #started = new Map<string, Started>();
  readonly #down = new Set<Place>();
  readonly #asked = new Map<string, number>();
  #key = newKey();
  #announced = [this.#key];
  /** Milliseconds that its clock is ahead of ours. */
  clockAheadMs = 0;

  private constructor(
    private readonly server: Server,
    /** Of the connection. */
    readonly slug: string,
  ) {}

  /** Starts one, and connects it to the app under this name. */
  static async connect(world: World, slug: string): Promise<CompanyOidc> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const provider = new CompanyOidc(server, slug);
    server.on("request", (request: IncomingMessage, response: ServerResponse) => {
      void provider.#answer(request, response);
    });
    const { issuer } = provider;
    const body = { slug, displayName: slug, kind: "oidc", issuer, scopes: ["openid"], ...CLIENT };
    await world.admin.create("connections", body);
    return provider;
  }

  get issuer(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** How often this was asked for. */
  asked(place: Place): number {
    return this.#asked.get(PATHS[place]) ?? 0;
  }

  /** These hang up from now on; the others answer. */
  fail(...places: readonly Place[]): void {
    this.#down.clear();
    for (const place of places) this.#down.add(place);
  }

  /** Signs with a new key from now on, and publishes no other. */
  changeKey(): void {
    this.#key = newKey();
    this.#announced = [this.#key];
  }

  /** A person's way through it. @returns the last answer of Rolebridge's */
  async signIn(browser: Browser, person: Person): Promise<PageAnswer> {
    const start = await browser.get(`/signin/${this.slug}`);
    if (start.status !== 303) return start;
    const asked = new URL(start.location).searchParams;
    const code = randomBytes(16).toString("hex");
    this.#started.set(code, { nonce: asked.get("nonce") ?? "", person });
    const back = new URLSearchParams({ code, state: asked.get("state") ?? "" });
    return browser.get(`/api/auth/callback/${this.slug}?${back}`);
  }

  close(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(() => resolve()));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? "";
    this.#asked.set(path, (this.#asked.get(path) ?? 0) + 1);
    if ([...this.#down].some((place) => PATHS[place] === path)) {
      request.socket.destroy();
      return;
    }
    const body = await this.#documentAt(path, request);
    response.writeHead(body === undefined ? 404 : 200, { "content-type": "application/json" });
    response.end(JSON.stringify(body ?? {}));
  }

  async #documentAt(path: string, request: IncomingMessage): Promise<object | undefined> {
    const { issuer } = this;
    if (path === PATHS.discovery) {
      return {
        issuer,
        authorization_endpoint: `${issuer}/authorize`,
        token_endpoint: `${issuer}${PATHS.token}`,
        jwks_uri: `${issuer}${PATHS.keys}`,
        response_types_supported: ["code"],
        id_token_signing_alg_values_supported: ["RS256"],
      };
    }
    if (path === PATHS.keys) return { keys: this.#announced.map(({ jwk }) => jwk) };
    if (path !== PATHS.token) return undefined;
    let form = "";
    for await (const part of request) form += part;
    const started = this.#started.get(new URLSearchParams(form).get("code") ?? "");
    return started && { access_token: "none", token_type: "Bearer", id_token: this.#idToken(started) };
  }

  #idToken({ nonce, person }: Started): string {
    const now = Math.floor((Date.now() + this.clockAheadMs) / 1_000);
    const claims = {
      iss: this.issuer,
      aud: CLIENT.clientId,
      sub: person.id,
      iat: now,
      exp: now + 300,
      nonce,
      preferred_username: person.email,
      email: person.email,
      name: person.displayName,
      groups: person.groups,
    };
    const signed = [{ alg: "RS256", kid: this.#key.kid }, claims].map(encoded).join(".");
    return `${signed}.${createSign("RSA-SHA256").update(signed).sign(this.#key.privateKey, "base64url")}`;
  }
}

function encoded(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString("base64url");
}

function newKey(): Key {
  const kid = randomBytes(8).toString("hex");
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  return {
    privateKey,
    kid,
    jwk: { ...publicKey.export({ format: "jwk" }), kid, use: "sig", alg: "RS256" },
  };
}
