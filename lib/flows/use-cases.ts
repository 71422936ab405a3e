/**
 * Everything the app can ask of Rolebridge. One file per use-case stands beside this one; `lib/runtime.ts`
 * wires them. All of them throw `AppError` and nothing else, and every one that acts for somebody takes the
 * actor first and decides itself whether the actor may.
 */
import type { Partition } from "../aws/partition";
import type { AwsSession } from "../aws/session";
import type { CredentialFormat } from "../delivery/formats";
import type { Because, Entitlement } from "../entitlements/entitlement";
import type { Target } from "../entitlements/model";
import type { Actor, PersonActor, RequestOrigin } from "../identity/actor";
import type { Identity } from "../identity/identity";
import type { SessionLimitation } from "../issuance/kinds/kind";
import type { DurationDecidedBy, SessionPlan } from "../issuance/plan";
import type { ProviderMetadata } from "../oidc/discovery";
import type { PublicJwk } from "../oidc/issuer";
import type { Secret } from "../secret/secret";
import type { PlanPreview, PreviewWish } from "./access/plan-preview";
import type { RelayView } from "./access/relay-standing";
import type { PersonalInput } from "./access/requirements";
import type { AdminUseCases } from "./admin/admin-use-cases";
import type { LockDownUseCases } from "./admin/lock-down-use-cases";
import type { DiagnosisUseCases } from "./diagnosis/diagnosis-use-cases";
import type { HealthUseCases } from "./health/health-use-cases";
import type { InspectUseCases } from "./inspect/inspect-use-cases";
import type { ListQuery, Page, SignInPurpose } from "./ports";
import type { ScimUseCases } from "./provisioning/scim-use-cases";
import type { SessionUseCases } from "./sessions/session-use-cases";
import type { SignOutUseCases } from "./sign-out/sign-out-use-cases";
import type { StepUpExpected, StepUpWish } from "./step-up/answer";
import type { StepUpView } from "./step-up/requirement";
import type { StepUpUseCases } from "./step-up/step-up-use-cases";

// --- sign-in ---------------------------------------------------------------------------------------------

export interface ConnectionChoice {
  readonly slug: string;
  readonly displayName: string;
  readonly kind: "saml" | "oidc";
}

/** How the browser is sent to the IdP. */
export type SamlStart =
  | { readonly method: "GET"; readonly url: string }
  | {
      readonly method: "POST";
      readonly url: string;
      readonly fields: { readonly SAMLRequest: string; readonly RelayState?: string };
    };

/** What next-auth needs to run the code flow against one connection. */
export interface OidcProviderSettings {
  readonly slug: string;
  readonly displayName: string;
  /** Read from the issuer's own address. */
  readonly metadata: ProviderMetadata;
  readonly clientId: string;
  readonly clientSecret: Secret;
  readonly scopes: readonly string[];
  /** For `acr_values`, where a second factor is asked for. */
  readonly mfaRequest: readonly string[];
}

export interface SignedIn {
  /** Id of the app session: goes into the cookie and nowhere else. */
  readonly appSessionId: string;
  /** A path on our origin. */
  readonly returnTo: string;
  readonly expiresAt: Date;
  /** The session that was there goes on: nobody signed in anew. */
  readonly isKept?: true;
}

/** What the admin sees after a test sign-in; nothing was signed in. */
export interface TestSignIn {
  readonly connection: ConnectionChoice;
  readonly identity: Identity;
  readonly entitlements: readonly EntitlementView[];
}

/** A login that was not taken. */
export interface WaitingSignIn {
  /** Consent: the identity provider started, and waits for "yes, that is me". Test: it is for an administrator's page. */
  readonly waitsFor: "consent" | "test";
  readonly connection: ConnectionChoice;
  readonly username: string;
  readonly displayName: string;
}

export interface SignInUseCases {
  /** Enabled connections, for the page that lets a person choose. */
  connections(): Promise<readonly ConnectionChoice[]>;
  /** Our SP metadata for a SAML connection, XML. */
  serviceProviderMetadata(slug: string): Promise<string>;
  /**
   * Makes an AuthnRequest and remembers it, bound to the browser.
   * @param browserBinding the secret in the browser's own sign-in cookie
   * @param actor required for purpose `test` (administrators only)
   */
  startSaml(input: {
    readonly slug: string;
    readonly returnTo: string | undefined;
    readonly purpose: SignInPurpose;
    /** Asks for the assertion for AWS of this partition instead of one for us. */
    readonly relay?: Partition | undefined;
    /** Asks whoever is signed in to authenticate anew, and with a second factor. */
    readonly stepUp?: StepUpWish | undefined;
    readonly browserBinding: Secret;
    readonly actor: Actor | undefined;
    readonly origin: RequestOrigin;
  }): Promise<SamlStart>;
  /** Asked before a posted message is read. @throws AppError `request.too_many` after too many refused ones */
  listenTo(origin: RequestOrigin): Promise<void>;
  /**
   * The four steps of design.md over what was posted to the ACS. Audits refusals.
   * @returns the one-time id for the same-site page that finishes
   */
  acceptSamlResponse(input: {
    readonly slug: string;
    readonly samlResponse: Secret;
    readonly relayState: string | undefined;
    readonly origin: RequestOrigin;
  }): Promise<{ readonly handle: Secret }>;
  /**
   * The same over an assertion for AWS that was posted to the relay: signs in, and keeps it sealed for the targets
   * of kind `saml-relay` whose roles it names.
   */
  acceptRelayedResponse(input: {
    readonly slug: string;
    readonly samlResponse: Secret;
    readonly origin: RequestOrigin;
  }): Promise<{ readonly handle: Secret }>;
  /**
   * Takes the login and starts the app session. The browser must be the one that asked,
   * or, when the IdP started, the person must have consented (then `browserBinding` is ignored).
   * An assertion for AWS joins the session that is there, and must then be about the same person.
   * @param input.actor whoever is signed in in this browser
   * @returns what it waits for where it was not taken
   * @throws AppError `signin.request_unknown`, `signin.relay_of_another_person`
   */
  completeSignIn(input: {
    readonly handle: Secret;
    readonly browserBinding: Secret | undefined;
    readonly consented: boolean;
    readonly actor?: PersonActor | undefined;
    readonly origin: RequestOrigin;
  }): Promise<SignedIn | WaitingSignIn>;
  /** Takes a test login and shows what came of it. Administrators only. */
  completeTest(
    actor: Actor,
    input: { readonly handle: Secret; readonly browserBinding: Secret | undefined },
  ): Promise<TestSignIn>;
  /** Counts a start against its address, an answer against its connection too. Throws `request.too_many`. */
  limitOidc(step: "start" | "answer", slug: string, origin: RequestOrigin): Promise<void>;
  oidcProvider(slug: string): Promise<OidcProviderSettings>;
  /**
   * Takes the one use of a flow's state, before its code is redeemed: nobody brings a response twice, to whatever
   * instance. @throws AppError `signin.request_unknown`
   */
  takeOidcState(input: { readonly issuer: string; readonly state: string }): Promise<void>;
  /** After next-auth verified the ID token: the identity, the app session, the audit event. */
  completeOidc(input: {
    readonly slug: string;
    /** Verified ID token claims merged with userinfo, ID token first. */
    readonly claims: Readonly<Record<string, unknown>>;
    readonly returnTo: string | undefined;
    /** What was asked of somebody who is signed in, and when. */
    readonly stepUp?: (StepUpExpected & { readonly askedAt: Date }) | undefined;
    readonly origin: RequestOrigin;
  }): Promise<SignedIn>;
  /** Same for a test sign-in: keeps the result for the admin's page. */
  completeOidcTest(
    actor: Actor,
    input: {
      readonly slug: string;
      readonly claims: Readonly<Record<string, unknown>>;
      readonly browserBinding: Secret;
    },
  ): Promise<{ readonly handle: Secret }>;
  /** Writes `login.refused` for a failure that happened inside next-auth. */
  recordOidcFailure(input: {
    readonly slug: string;
    readonly reason: string;
    readonly origin: RequestOrigin;
  }): Promise<void>;
  /** Only paths on our own origin survive; everything else becomes `/`. */
  safeReturnTo(returnTo: string | undefined): string;
}

// --- access ----------------------------------------------------------------------------------------------

export interface EntitlementView {
  readonly id: string;
  readonly accountId: string;
  readonly accountName: string;
  readonly accountAlias?: string;
  readonly accountColor?: string;
  readonly partition: Partition;
  readonly region: string;
  readonly roleName: string;
  /** Absent where no role is assumed. */
  readonly roleArn?: string;
  readonly kind: Target["kind"];
  readonly description?: string;
  readonly maxDurationSeconds: number;
  /** Which limit makes it so. */
  readonly durationLimitedBy: DurationDecidedBy;
  readonly needsMfa: boolean;
  /** The device whose code is asked for. */
  readonly mfaSerial?: string;
  readonly requiresReason: boolean;
  /** What is asked of the sign-in; absent where nothing is. */
  readonly stepUp?: StepUpView;
  /** Of the company's own assertion, where the session needs one; absent for every other kind. */
  readonly relay?: RelayView;
  /** What sessions of this kind cannot do; told before they are issued. */
  readonly limitations: readonly SessionLimitation[];
  readonly because: readonly Because[];
}

export interface IssuedCredentials {
  readonly session: AwsSession;
  readonly plan: SessionPlan;
  readonly entitlement: Entitlement;
  readonly durationDecidedBy: DurationDecidedBy;
}

/** How the browser gets into the AWS console. A bearer secret: straight to the browser, never stored. */
export type ConsoleSignIn = {
  readonly expiresAt: Date;
  readonly accountName: string;
  readonly roleName: string;
} & (
  | { readonly method: "GET"; readonly url: Secret }
  | {
      readonly method: "POST";
      readonly url: string;
      readonly fields:
        | Readonly<Record<"SAMLResponse" | "RelayState", Secret>>
        | { readonly SAMLResponse: Secret };
    }
);

export interface AccessUseCases {
  listEntitlements(actor: Actor, query: ListQuery): Promise<Page<EntitlementView>>;
  /** By account number or alias, and role name; for `/go/…`. Throws `issuance.not_entitled`. */
  findEntitlement(actor: Actor, account: string, role: string): Promise<EntitlementView>;
  /** What would be asked of AWS for this; throws as asking would. */
  previewPlan(actor: Actor, input: { readonly entitlementId: string } & PreviewWish): Promise<PlanPreview>;
  issueCredentials(
    actor: Actor,
    input: {
      readonly entitlementId: string;
      readonly durationSeconds?: number;
      readonly region?: string;
    } & PersonalInput,
  ): Promise<IssuedCredentials>;
  openConsole(
    actor: Actor,
    input: {
      readonly entitlementId: string;
      readonly destination?: string;
      readonly durationSeconds?: number;
      /** `saml` posts the assertion (default for this kind), `federation` uses getSigninToken. */
      readonly via?: "saml" | "federation";
    } & PersonalInput,
  ): Promise<ConsoleSignIn>;
  renderCredentials(
    issued: IssuedCredentials,
    format: CredentialFormat,
  ): { readonly text: string; readonly contentType: string; readonly fileName?: string };
  /** Our OpenID Connect discovery document and JWK Set, which AWS reads to judge our tokens. */
  issuerDiscovery(): Readonly<Record<string, unknown>>;
  issuerKeys(): Promise<{ readonly keys: readonly PublicJwk[] }>;
  /** Our SAML IdP metadata for IAM, XML. */
  identityProviderMetadata(): Promise<string>;
}

export interface UseCases extends HealthUseCases {
  readonly signIn: SignInUseCases;
  readonly signOut: SignOutUseCases;
  readonly sessions: SessionUseCases;
  readonly stepUp: StepUpUseCases;
  readonly access: AccessUseCases;
  readonly diagnosis: DiagnosisUseCases;
  readonly admin: AdminUseCases;
  readonly inspect: InspectUseCases;
  readonly lockDowns: LockDownUseCases;
  readonly scim: ScimUseCases;
}
