import type { AuditDetail } from "../../audit/event";
import { AppError } from "../../errors/app-error";
import { authenticationOf } from "../../identity/authentication";
import { identify } from "../../identity/identify";
import type { Addressee } from "../../saml/profile-expectations";
import { mayBeAnybodys } from "../../saml/refusal";
import { addressedTo } from "../../saml/service-provider";
import type { VerifiedSamlLogin } from "../../saml/verified-login";
import type { FlowContext } from "../flow-context";
import type { ProviderSession } from "../logout-ports";
import type { SignInRequestRecord } from "../ports";
import { limitedAddress, takeLimits } from "../rate-limits";
import { recordRefusal } from "../record";
import type { RelayedResponse } from "../relay-ports";
import { requireStepUpAnswer } from "../step-up/answer";
import type { SignInUseCases } from "../use-cases";
import { findSaml, providerSubjectOf, type SamlConnection, serviceProviderOf } from "./find-connection";
import { hashOf, newHandle } from "./one-time-handle";
import type { RefusedSenders } from "./refused-senders";

/** What taking a response needs, whomever it is addressed to. */
export type AcceptContext = Pick<
  FlowContext,
  | "clock"
  | "random"
  | "settings"
  | "connections"
  | "people"
  | "signIn"
  | "audit"
  | "rateLimits"
  | "verifyResponse"
>;
type Input = Parameters<SignInUseCases["acceptRelayedResponse"]>[0];

/** What differs between our assertion consumer and the one for AWS's assertions. */
export interface ResponseDoor {
  addresseeOf(connection: SamlConnection): Addressee;
  /** What is kept beside the login. @throws AppError `signin.relay_unusable` */
  relayedOf(login: VerifiedSamlLogin, input: Input): RelayedResponse | undefined;
  /** By what the provider can end the session again. */
  providerSessionOf(login: VerifiedSamlLogin, connection: SamlConnection): ProviderSession;
  /** For the audit. */
  readonly detail: AuditDetail;
}

/** How long the browser may take from the ACS to the page that finishes, or to say "yes, that is me". */
const RESULT_SECONDS = 300;

function unknownRequest(reason: string): AppError {
  return new AppError("signin.request_unknown", { reason });
}

/**
 * The request this login answers; undefined when the identity provider started and the connection allows it.
 * Consuming it is left to the transaction: what is read here may be gone a moment later.
 */
async function requestOf(
  { signIn }: AcceptContext,
  connection: SamlConnection,
  login: VerifiedSamlLogin,
): Promise<SignInRequestRecord | undefined> {
  if (login.inResponseTo === undefined) return undefined;
  const request = await signIn.findRequest(login.inResponseTo);
  if (!request) throw unknownRequest("in_response_to_unknown");
  // A genuine answer of another identity provider we trust is still the wrong one (S46).
  if (request.connectionId !== connection.id) throw unknownRequest("in_response_to_of_another_connection");
  return request;
}

async function accept(
  context: AcceptContext,
  connection: SamlConnection,
  input: Input,
  door: ResponseDoor,
  isDoubted: boolean,
) {
  const { clock, random, settings, signIn } = context;
  const login = await context.verifyResponse({
    samlResponse: input.samlResponse,
    idp: connection.samlIdp,
    addressee: door.addresseeOf(connection),
    allowIdpInitiated: connection.allowIdpInitiated,
    now: clock.now(),
    clockSkewSeconds: settings.clockSkewSeconds,
    isDoubted,
  });
  const request = await requestOf(context, connection, login);
  const purpose = request?.purpose ?? "session";
  if (!connection.enabled && purpose === "session") throw new AppError("signin.connection_unknown");
  const identity = identify(login, connection.slug, connection.attributeMapping);
  const authentication = authenticationOf(login, clock.now());
  if (request?.stepUp !== undefined) {
    const { stepUp: expected, createdAt: askedAt, returnTo } = request;
    await requireStepUpAnswer(context, {
      connection,
      identity,
      authentication,
      expected,
      askedAt,
      returnTo,
    });
  }
  // A test shows what came and keeps nothing.
  const relayed = purpose === "session" ? door.relayedOf(login, input) : undefined;
  const handle = newHandle(random);
  const now = clock.now();
  const isAccepted = await signIn.acceptAssertion({
    ...(request === undefined ? {} : { requestId: request.id }),
    issuer: login.issuer,
    assertionId: login.assertionId,
    assertionIssuedAt: login.issuedAt,
    assertionExpiresAt: login.notOnOrAfter,
    now,
    ...(relayed === undefined ? {} : { relayed }),
    result: {
      handleHash: hashOf(handle),
      connectionId: connection.id,
      purpose,
      identity,
      authentication,
      returnTo: request?.returnTo ?? "/",
      expiresAt: new Date(now.getTime() + RESULT_SECONDS * 1_000),
      ...(request === undefined ? {} : { browserBindingHash: request.browserBindingHash }),
      ...(relayed === undefined ? {} : { relayedAssertionId: relayed.id }),
      providerSession: door.providerSessionOf(login, connection),
      ...(login.sessionNotOnOrAfter === undefined ? {} : { sessionNotOnOrAfter: login.sessionNotOnOrAfter }),
    },
  });
  if (!isAccepted) throw unknownRequest("used_or_expired");
  return { handle };
}

/** Every refusal is audited with its reason; the person reads one sentence and a reference. */
export function acceptAt(
  context: AcceptContext,
  senders: RefusedSenders,
  door: ResponseDoor,
): SignInUseCases["acceptRelayedResponse"] {
  return async (input) => {
    const connection = await findSaml(context, input.slug);
    // Before the costly part, and by connection as well: a flood may come from many addresses.
    await takeLimits(context, [
      ["assertions", limitedAddress(input.origin)],
      ["connection", connection.id],
    ]);
    try {
      return await accept(context, connection, input, door, senders.isDoubted(input.origin));
    } catch (error) {
      if (mayBeAnybodys(error)) await senders.remember(input.origin);
      const object = { kind: "connection", id: connection.id, name: connection.slug };
      throw await recordRefusal(
        context,
        undefined,
        input.origin,
        { action: "login.refused", object, detail: door.detail },
        error,
      );
    }
  };
}

/** A login: addressed to us. */
export function acceptSamlResponse(
  context: AcceptContext,
  senders: RefusedSenders,
): SignInUseCases["acceptSamlResponse"] {
  return acceptAt(context, senders, {
    addresseeOf: ({ slug }) => addressedTo(serviceProviderOf(context.settings.origin, slug)),
    relayedOf: () => undefined,
    // NameID and SessionIndex, as a LogoutRequest names them (saml-core 3.7.1).
    providerSessionOf: ({ nameId, sessionIndex }, connection) => ({
      subject: providerSubjectOf(context.settings.origin, nameId, connection),
      nameId,
      ...(sessionIndex === undefined ? {} : { session: sessionIndex }),
    }),
    detail: { protocol: "saml" },
  });
}
