/**
 * The company's OpenID Connect provider, as the sandbox plays it: `oidc-provider` does the protocol, this
 * file shows its sign-in form. It must share no code with the product.
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import type Provider from "oidc-provider";
import { listen, personaOfForm, type RunningServer, readForm, sendPage, usedSecondFactor } from "../idp-http";
import { messagePage, type SignInForm, signInPage } from "../idp-page";
import { MFA_CONTEXT } from "../second-factor";
import { createProvider, type OidcClient, PRODUCT } from "./provider";
import { providerKeysIn } from "./signing-keys";

export interface OidcIdpOptions {
  readonly port: number;
  /** Origin of the app, whose callback addresses are allowed. */
  readonly appOrigin: string;
  readonly client: OidcClient;
  /** Where the signing key is kept. */
  readonly folder: string;
}

class Interactions {
  constructor(
    private readonly provider: Provider,
    private readonly appOrigin: string,
  ) {}

  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { uid, params } = await this.provider.interactionDetails(request, response);
    const secondFactor = String(params.acr_values ?? "")
      .split(" ")
      .includes(MFA_CONTEXT);
    if (request.method !== "POST") {
      this.#show(response, 200, { uid, secondFactor });
      return;
    }
    const form = await readForm(request);
    const persona = personaOfForm(form);
    if (persona === undefined) {
      this.#show(response, 401, { uid, secondFactor, refusedUsername: form.get("username") ?? "" });
      return;
    }
    await this.provider.interactionFinished(request, response, {
      login: {
        accountId: persona.employeeId,
        ...(usedSecondFactor(form) ? { amr: ["pwd", "otp", "mfa"], acr: MFA_CONTEXT } : { amr: ["pwd"] }),
      },
    });
  }

  #show(
    response: ServerResponse,
    status: number,
    { uid, ...shown }: { readonly uid: string } & Pick<SignInForm, "secondFactor" | "refusedUsername">,
  ): void {
    const page = signInPage({
      product: PRODUCT,
      action: `/interaction/${uid}`,
      fields: {},
      // The answer to this form is a redirect that ends at the app.
      formTargets: [this.appOrigin],
      ...shown,
    });
    sendPage(response, status, page);
  }
}

function sendFailure(response: ServerResponse, error: unknown): void {
  const stale = error instanceof Error && error.name === "SessionNotFound";
  if (!stale) {
    console.error(error);
  }
  if (!response.headersSent) {
    const text = stale
      ? "It was started in another browser, or too long ago. Go back to the application and sign in again."
      : "Something failed in the sandbox; its log says what.";
    sendPage(response, stale ? 400 : 500, messagePage(PRODUCT, { title: "This sign-in cannot go on", text }));
  }
}

function sendHome(response: ServerResponse, appOrigin: string): void {
  const markup = `<div class="row"><a class="button" href="${appOrigin}/">Go to Rolebridge</a><a class="button plain" href="/session/end">Sign out</a></div>`;
  const text = "Applications send you here when they need to know who you are.";
  sendPage(response, 200, messagePage(PRODUCT, { title: "Company sign-in", text, markup }));
}

/** Starts the provider on the loopback interface; its issuer is its address. */
export async function startOidcIdp(options: OidcIdpOptions): Promise<RunningServer> {
  const keys = await providerKeysIn(options.folder);
  let handle: ((request: IncomingMessage, response: ServerResponse) => Promise<void>) | undefined;
  const server = await listen((request, response) => {
    handle?.(request, response).catch((error: unknown) => sendFailure(response, error));
  }, options.port);
  const provider = createProvider(server.url, options.appOrigin, options.client, keys);
  const interactions = new Interactions(provider, options.appOrigin);
  const protocol = provider.callback();
  handle = async (request, response) => {
    const path = (request.url ?? "/").split("?", 1)[0] ?? "/";
    if (path.startsWith("/interaction/")) {
      await interactions.handle(request, response);
    } else if (path === "/") {
      sendHome(response, options.appOrigin);
    } else {
      await protocol(request, response);
    }
  };
  return server;
}
