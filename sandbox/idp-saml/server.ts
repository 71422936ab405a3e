/**
 * The company's SAML identity provider, as the sandbox plays it. Owns its sign-in page and its browser
 * session; what it says in SAML stands in `responder.ts`. It must share no code with the product.
 */
import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { deflateRawSync } from "node:zlib";
import {
  listen,
  personaOfForm,
  type RunningServer,
  readCookie,
  readForm,
  sendPage,
  usedSecondFactor,
} from "../idp-http";
import { autoPostPage, escapeHtml, messagePage, type SignInForm, signInPage } from "../idp-page";
import { AWS_ENTITY_ID, isAssignedToAws } from "./aws-app";
import { RefusedRequest } from "./refused-request";
import {
  type Answer,
  type Authenticated,
  type AuthnRequest,
  createResponder,
  type Responder,
} from "./responder";
import { signingKeyIn } from "./signing-key";
import type { Participant } from "./single-logout";

const PRODUCT = "SAML";
// Cookies do not know ports: the other servers on this address see this name too.
const SESSION_COOKIE = "meridian-saml-session";
const METADATA_TIMEOUT_MS = 5_000;

interface IdpSession extends Authenticated {
  /** Where this session is signed in, to be told when it ends. */
  readonly participants: Participant[];
}

export interface SamlIdp extends RunningServer {
  readonly metadata: string;
}

export interface SamlIdpOptions {
  readonly port: number;
  /** Origin of the app. Its service providers are known by their metadata, fetched from their entity IDs. */
  readonly appOrigin: string;
  /** Where the signing key is kept. */
  readonly folder: string;
}

/** Metadata of a service provider whose entity ID is an address of the app. */
function metadataOfApp(appOrigin: string) {
  return async (entityId: string): Promise<string | undefined> => {
    if (!entityId.startsWith(`${appOrigin}/`)) {
      return undefined;
    }
    const answer = await fetch(entityId, { signal: AbortSignal.timeout(METADATA_TIMEOUT_MS) });
    return answer.ok ? await answer.text() : undefined;
  };
}

class Handler {
  readonly #sessions = new Map<string, IdpSession>();
  /** Who is still to be told, by the ID of the LogoutRequest that is under way. */
  readonly #leaving = new Map<string, readonly Participant[]>();

  constructor(
    private readonly responder: Responder,
    private readonly appOrigin: string,
  ) {}

  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", "http://127.0.0.1");
    switch (`${request.method} ${url.pathname}`) {
      case "GET /metadata":
        response
          .writeHead(200, { "content-type": "application/samlmetadata+xml" })
          .end(this.responder.metadata);
        return;
      case "GET /sso":
        return await this.#askedByRedirect(request, response, url.searchParams);
      case "POST /sso":
        return this.#askedByPost(response, await readForm(request));
      case "POST /sign-in":
        return await this.#signIn(response, await readForm(request));
      case "GET /":
        return this.#home(request, response);
      case "POST /launch":
        return await this.#launch(request, response, await readForm(request));
      case "GET /sign-out":
        return await this.#signOut(request, response);
      case "GET /slo":
        return await this.#logout(request, response, url.search.slice(1));
      default:
        sendPage(
          response,
          404,
          messagePage(PRODUCT, { title: "Not found", text: "There is no such page here." }),
        );
    }
  }

  async #askedByRedirect(
    request: IncomingMessage,
    response: ServerResponse,
    query: URLSearchParams,
  ): Promise<void> {
    const samlRequest = query.get("SAMLRequest") ?? "";
    const relayState = query.get("RelayState");
    const asked = await this.responder.readRequest(samlRequest);
    const session = this.#sessionOf(request);
    const isEnough = session !== undefined && (session.secondFactor || !asked.secondFactor);
    if (isEnough && !asked.forceAuthn) {
      return await this.#answer(response, asked, session, relayState);
    }
    const fields = { SAMLRequest: samlRequest, ...(relayState === null ? {} : { RelayState: relayState }) };
    this.#showForm(response, 200, { fields, secondFactor: asked.secondFactor });
  }

  #showForm(
    response: ServerResponse,
    status: number,
    form: Pick<SignInForm, "fields" | "secondFactor" | "refusedUsername">,
  ): void {
    const shared = { product: PRODUCT, action: "/sign-in", formTargets: [this.appOrigin] };
    sendPage(response, status, signInPage({ ...shared, ...form }));
  }

  /** A cross-site POST carries no Lax cookie, the GET after it does: so the POST binding becomes a redirect. */
  #askedByPost(response: ServerResponse, form: URLSearchParams): void {
    const xml = Buffer.from(form.get("SAMLRequest") ?? "", "base64");
    const query = new URLSearchParams({ SAMLRequest: deflateRawSync(xml).toString("base64") });
    const relayState = form.get("RelayState");
    if (relayState !== null) {
      query.set("RelayState", relayState);
    }
    response.writeHead(303, { location: `/sso?${query}`, "cache-control": "no-store" }).end();
  }

  async #signIn(response: ServerResponse, form: URLSearchParams): Promise<void> {
    const samlRequest = form.get("SAMLRequest") ?? "";
    const relayState = form.get("RelayState");
    const asked = samlRequest === "" ? undefined : await this.responder.readRequest(samlRequest);
    const persona = personaOfForm(form);
    if (persona === undefined) {
      const fields = {
        ...(asked === undefined ? {} : { SAMLRequest: samlRequest }),
        ...(relayState === null ? {} : { RelayState: relayState }),
      };
      const refusedUsername = form.get("username") ?? "";
      const secondFactor = asked?.secondFactor ?? false;
      return this.#showForm(response, 401, { fields, secondFactor, refusedUsername });
    }
    const secondFactor = usedSecondFactor(form);
    const session: IdpSession = { persona, authenticatedAt: new Date(), secondFactor, participants: [] };
    const id = randomUUID();
    this.#sessions.set(id, session);
    response.setHeader("set-cookie", `${SESSION_COOKIE}=${id}; Path=/; HttpOnly; SameSite=Lax`);
    if (asked === undefined) {
      response.writeHead(303, { location: "/" }).end();
      return;
    }
    await this.#answer(response, asked, session, relayState);
  }

  async #answer(
    response: ServerResponse,
    asked: AuthnRequest,
    session: IdpSession,
    relayState: string | null,
  ): Promise<void> {
    const answer = await this.responder.respond(asked, session);
    post(response, session, answer, relayState);
  }

  #home(request: IncomingMessage, response: ServerResponse): void {
    const session = this.#sessionOf(request);
    if (session === undefined) {
      this.#showForm(response, 200, { fields: {} });
      return;
    }
    const { persona } = session;
    const tiles = [
      tile("Rolebridge", `${this.appOrigin}/saml/meridian-saml/metadata`),
      isAssignedToAws(persona) ? tile("AWS (through Rolebridge)", AWS_ENTITY_ID) : "",
    ];
    const markup = `<dl><dt>Name</dt><dd>${escapeHtml(persona.displayName)}</dd><dt>E-mail</dt><dd>${escapeHtml(persona.email)}</dd>
<dt>Groups</dt><dd>${escapeHtml(persona.groups.join(", "))}</dd><dt>Department</dt><dd>${escapeHtml(persona.department)}</dd></dl>
<h2>Your applications</h2>${tiles.join("")}
<div class="row"><a class="button plain" href="/sign-out">Sign out</a></div>`;
    const text = "Opening an application from here sends it a sign-in that it did not ask for.";
    sendPage(response, 200, messagePage(PRODUCT, { title: "You are signed in", text, markup }));
  }

  async #launch(request: IncomingMessage, response: ServerResponse, form: URLSearchParams): Promise<void> {
    const session = this.#sessionOf(request);
    if (session === undefined) {
      response.writeHead(303, { location: "/" }).end();
      return;
    }
    const answer = await this.responder.respondUnasked(form.get("entityId") ?? "", session);
    post(response, session, answer, null);
  }

  /** Begun here: the session ends, then its applications are told, one after the other. */
  async #signOut(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const participants = this.#sessionOf(request)?.participants ?? [];
    this.#end(request, response);
    await this.#tellNext(response, participants);
  }

  #end(request: IncomingMessage, response: ServerResponse): void {
    this.#sessions.delete(readCookie(request, SESSION_COOKIE) ?? "");
    response.setHeader("set-cookie", `${SESSION_COOKIE}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0`);
  }

  async #tellNext(response: ServerResponse, [next, ...others]: readonly Participant[]): Promise<void> {
    if (next === undefined) return this.#signedOut(response);
    const asked = await this.responder.logout.ask(next);
    if (asked === undefined) return await this.#tellNext(response, others);
    this.#leaving.set(asked.id, others);
    response.writeHead(303, { location: asked.url, "cache-control": "no-store" }).end();
  }

  /** An application's LogoutRequest, or its answer to ours. */
  async #logout(request: IncomingMessage, response: ServerResponse, query: string): Promise<void> {
    if (!new URLSearchParams(query).has("SAMLRequest")) {
      const id = await this.responder.logout.readAnswer(query);
      const others = this.#leaving.get(id);
      if (others === undefined) throw new RefusedRequest("This answers no logout that was begun here.");
      this.#leaving.delete(id);
      return await this.#tellNext(response, others);
    }
    const { sessionIndex, answerUrl } = await this.responder.logout.readRequest(query);
    const known = this.#sessionOf(request)?.participants.some((each) => each.sessionIndex === sessionIndex);
    if (known) this.#end(request, response);
    response.writeHead(303, { location: answerUrl, "cache-control": "no-store" }).end();
  }

  #signedOut(response: ServerResponse): void {
    const markup = `<div class="row"><a class="button" href="${escapeHtml(this.appOrigin)}/">Back to Rolebridge</a></div>`;
    const text = "The next application that asks will show you the sign-in form again.";
    sendPage(response, 200, messagePage(PRODUCT, { title: "You are signed out", text, markup }));
  }

  #sessionOf(request: IncomingMessage): IdpSession | undefined {
    return this.#sessions.get(readCookie(request, SESSION_COOKIE) ?? "");
  }
}

function post(
  response: ServerResponse,
  session: IdpSession,
  { acsUrl, samlResponse, participant }: Answer,
  relayState: string | null,
): void {
  session.participants.push(participant);
  const fields = { SAMLResponse: samlResponse, ...(relayState === null ? {} : { RelayState: relayState }) };
  sendPage(response, 200, autoPostPage(PRODUCT, acsUrl, fields));
}

/** One application on the page, which begins a sign-in to it. */
function tile(name: string, entityId: string): string {
  return `<form class="row" method="post" action="/launch"><input type="hidden" name="entityId" value="${escapeHtml(entityId)}">
<button type="submit">Open ${escapeHtml(name)}</button></form>`;
}

function sendFailure(response: ServerResponse, error: unknown): void {
  const refused = error instanceof RefusedRequest;
  if (!refused) {
    console.error(error);
  }
  if (!response.headersSent) {
    const text = refused ? error.message : "Something failed in the sandbox; its log says what.";
    const title = "This sign-in cannot go on";
    sendPage(response, refused ? 400 : 500, messagePage(PRODUCT, { title, text }));
  }
}

/** Starts the IdP on the loopback interface. Metadata at `/metadata`, single sign-on at `/sso`. */
export async function startSamlIdp(options: SamlIdpOptions): Promise<SamlIdp> {
  const key = await signingKeyIn(options.folder);
  let handler: Handler | undefined;
  const server = await listen((request, response) => {
    handler?.handle(request, response).catch((error: unknown) => sendFailure(response, error));
  }, options.port);
  const lookup = metadataOfApp(options.appOrigin);
  const responder = createResponder({
    issuer: `${server.url}/metadata`,
    ssoUrl: `${server.url}/sso`,
    sloUrl: `${server.url}/slo`,
    key,
    lookup,
    relayUrl: `${options.appOrigin}/saml/meridian-saml/relay`,
  });
  handler = new Handler(responder, options.appOrigin);
  return { ...server, metadata: responder.metadata };
}
