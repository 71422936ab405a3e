import type { PersonActor, RequestOrigin } from "../../identity/actor";
import type { LogoutMessage } from "../../saml/logout/send";
import type { CarriedLogout } from "../../saml/logout/verify-logout";
import type { Secret } from "../../secret/secret";

/** How the browser signs out at the identity provider as well. */
export interface ProviderSignOut {
  /** Name of the connection. */
  readonly displayName: string;
  readonly message: LogoutMessage;
}

export type SamlLogoutDone =
  /** The provider ended sessions; the browser carries our answer back, where the provider takes one. */
  | { readonly kind: "request"; readonly answer?: LogoutMessage }
  /** The provider answered a request of ours. */
  | { readonly kind: "response"; readonly status: "success" | "partial" | "failed" };

export interface SignOutUseCases {
  /**
   * Ends the app session, first and in any case, then prepares the sign-out at the identity provider.
   * @returns undefined where the provider offers none or it could not be prepared; here the person is signed out
   */
  everywhere(actor: PersonActor): Promise<ProviderSignOut | undefined>;
  /**
   * A LogoutRequest or LogoutResponse from a SAML provider. Nobody need be signed in: a post of another site carries
   * no cookie. Audits refusals.
   * @throws AppError `signout.message_refused`, `signin.connection_unknown`, `signin.busy`
   */
  acceptSamlLogout(input: {
    readonly slug: string;
    readonly carried: CarriedLogout;
    readonly origin: RequestOrigin;
  }): Promise<SamlLogoutDone>;
  /**
   * A logout token that an OpenID provider posted (Back-Channel Logout 1.0). Audits refusals.
   * @throws AppError `signout.token_refused`, `signin.connection_unknown`, `signin.provider_failed` when its keys
   *   cannot be read
   */
  acceptLogoutToken(input: {
    readonly slug: string;
    readonly logoutToken: Secret;
    readonly origin: RequestOrigin;
  }): Promise<void>;
}
