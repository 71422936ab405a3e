/** How the certified `oidc-provider` is set up to play the company's OpenID Connect sign-in. */
import Provider, { type Configuration, type KoaContextWithOIDC } from "oidc-provider";
import { messagePage, type Page } from "../idp-page";
import { PERSONAS } from "../personas";
import { MFA_CONTEXT } from "../second-factor";
import type { ProviderKeys } from "./signing-keys";

export const PRODUCT = "OpenID Connect";

export interface OidcClient {
  readonly clientId: string;
  readonly clientSecret: string;
}

const HOUR = 3600;

const accountClaims = (employeeId: string) => {
  const persona = PERSONAS.find((candidate) => candidate.employeeId === employeeId);
  return persona === undefined
    ? undefined
    : {
        sub: persona.employeeId,
        email: persona.email,
        email_verified: true,
        preferred_username: persona.email,
        name: persona.displayName,
        groups: [...persona.groups],
        department: persona.department,
      };
};

function show(ctx: KoaContextWithOIDC, page: Page): void {
  ctx.type = "html";
  ctx.set("content-security-policy", page.contentSecurityPolicy);
  ctx.body = page.html;
}

/** What the provider's own pages show: errors, and the question whether to sign out. */
function ownPages(appOrigin: string): Pick<Configuration, "renderError" | "features"> {
  return {
    renderError: (ctx, out) => {
      const text = [out.error, out.error_description].filter(Boolean).join(": ");
      show(ctx, messagePage(PRODUCT, { title: "This sign-in cannot go on", text }));
    },
    features: {
      devInteractions: { enabled: false },
      backchannelLogout: { enabled: true },
      claimsParameter: { enabled: true },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: (ctx, form) => {
          const markup = `${form}<div class="row"><button type="submit" form="op.logoutForm" name="logout" value="yes">Sign out</button><a class="button plain" href="/">Stay signed in</a></div>`;
          const text =
            "You will be asked for your password the next time an application needs to know who you are.";
          show(
            ctx,
            messagePage(PRODUCT, { title: "Sign out of Meridian Freight?", text, markup }, [appOrigin]),
          );
        },
        postLogoutSuccessSource: (ctx) => {
          const markup = `<div class="row"><a class="button" href="${appOrigin}/">Back to Rolebridge</a></div>`;
          const text = "The next application that asks will show you the sign-in form again.";
          show(ctx, messagePage(PRODUCT, { title: "You are signed out", text, markup }));
        },
      },
    },
  };
}

/**
 * @param issuer origin of this provider, http on loopback
 * @param appOrigin where the only client, a first-party one, lives
 */
export function createProvider(
  issuer: string,
  appOrigin: string,
  client: OidcClient,
  keys: ProviderKeys,
): Provider {
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: client.clientId,
        client_secret: client.clientSecret,
        client_name: "Rolebridge",
        redirect_uris: [`${appOrigin}/api/auth/callback/meridian-oidc`],
        post_logout_redirect_uris: [`${appOrigin}/signout`],
        backchannel_logout_uri: `${appOrigin}/oidc/meridian-oidc/backchannel-logout`,
        backchannel_logout_session_required: true,
        response_types: ["code"],
        grant_types: ["authorization_code"],
        token_endpoint_auth_method: "client_secret_basic",
      },
    ],
    jwks: { keys: [...keys.jwks.keys] },
    cookies: { keys: [keys.cookieKey] },
    pkce: { required: () => true },
    // Its own guard refuses loopback, where the one application that is told of sign-outs lives.
    fetch: (url, options) => {
      const { dispatcher: _, ...plain } = options as RequestInit & { readonly dispatcher?: unknown };
      return fetch(url, plain);
    },
    scopes: ["openid", "email", "profile", "groups"],
    acrValues: [MFA_CONTEXT],
    claims: {
      // Said of a sign-in to who asks for them by the claims parameter.
      acr: null,
      amr: null,
      auth_time: null,
      openid: ["sub"],
      email: ["email", "email_verified"],
      profile: ["name", "preferred_username", "department", "groups"],
      groups: ["groups"],
    },
    // Groups belong into the ID token as well: that is where most providers of companies put them.
    conformIdTokenClaims: false,
    findAccount: (_, employeeId) => {
      const claims = accountClaims(employeeId);
      return claims && { accountId: employeeId, claims: () => claims };
    },
    // The application is the company's own: nobody is asked whether it may know who signs in.
    loadExistingGrant: async (ctx) => {
      const { Grant } = ctx.oidc.provider;
      const { client: rp, session } = ctx.oidc;
      if (rp === undefined || session?.accountId === undefined) {
        return undefined;
      }
      const known = session.grantIdFor(rp.clientId);
      const grant =
        (known === undefined ? undefined : await Grant.find(known)) ??
        new Grant({ clientId: rp.clientId, accountId: session.accountId });
      grant.addOIDCScope("openid email profile groups");
      await grant.save();
      return grant;
    },
    interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
    ttl: {
      AccessToken: HOUR,
      AuthorizationCode: 60,
      IdToken: HOUR,
      Interaction: HOUR,
      Session: 8 * HOUR,
      Grant: 8 * HOUR,
    },
    ...ownPages(appOrigin),
  });
  // Further connections of the same app come back to addresses that end in their own names.
  const callbacks = `${appOrigin}/api/auth/callback/`;
  provider.Client.prototype.redirectUriAllowed = (address: string) =>
    address.startsWith(callbacks) && /^[a-z0-9-]+$/.test(address.slice(callbacks.length));
  return provider;
}
