import { AppError } from "../../errors/app-error";
import { newRequestId } from "../../saml/authn-request";
import { buildLogoutResponse } from "../../saml/logout/messages";
import { type LogoutMessage, signedLogoutMessage } from "../../saml/logout/send";
import type { VerifiedLogout } from "../../saml/logout/verify-logout";
import type { FlowContext } from "../flow-context";
import { limitedAddress, takeLimits } from "../rate-limits";
import { record, recordRefusal } from "../record";
import {
  findSaml,
  logoutUrlOf,
  providerSubjectOf,
  type SamlConnection,
  serviceProviderOf,
} from "../sign-in/find-connection";
import { endAtProvidersWord } from "./end-at-providers-word";
import type { SamlLogoutDone, SignOutUseCases } from "./sign-out-use-cases";

type Context = Pick<
  FlowContext,
  | "clock"
  | "random"
  | "settings"
  | "connections"
  | "logouts"
  | "rateLimits"
  | "audit"
  | "keyrings"
  | "verifyLogout"
>;
type Input = Parameters<SignOutUseCases["acceptSamlLogout"]>[0];
type Of<Kind> = Extract<VerifiedLogout, { readonly kind: Kind }>;

/** A disabled connection takes them, too: its people must not be signed in again by enabling it. */
export function acceptSamlLogout(context: Context): SignOutUseCases["acceptSamlLogout"] {
  const { clock, settings } = context;
  return async (input) => {
    const connection = await findSaml(context, input.slug);
    // By address only: a flood at a connection must not keep its people signed in.
    await takeLimits(context, [["assertions", limitedAddress(input.origin)]]);
    try {
      const message = await context.verifyLogout({
        carried: input.carried,
        idp: connection.samlIdp,
        logoutUrl: logoutUrlOf(settings.origin, connection.slug),
        now: clock.now(),
        clockSkewSeconds: settings.clockSkewSeconds,
      });
      if (message.kind === "response") return await takeAnswer(context, connection, message, input);
      await endSessions(context, connection, message, input);
      return await answered(context, connection, message);
    } catch (error) {
      const object = { kind: "connection", id: connection.id, name: connection.slug };
      const happening = { action: "logout.refused", object, detail: { protocol: "saml" } } as const;
      throw await recordRefusal(context, undefined, input.origin, happening, aboutSigningOut(error));
    }
  };
}

function refused(reason: string): AppError {
  return new AppError("signout.message_refused", { reason });
}

/** The rules are those of sign-in messages; what the person reads is not. */
function aboutSigningOut(error: unknown): unknown {
  if (!(error instanceof AppError) || error.code !== "signin.response_refused") return error;
  return new AppError("signout.message_refused", {
    cause: error,
    ...(error.reason === undefined ? {} : { reason: error.reason }),
  });
}

async function endSessions(
  context: Context,
  connection: SamlConnection,
  { id, issuer, rememberUntil, nameId, sessionIndexes }: Of<"request">,
  { origin }: Input,
): Promise<void> {
  const isTaken = await endAtProvidersWord(context, connection, origin, {
    connectionId: connection.id,
    used: { issuer, id: `logout:${id}`, expiresAt: rememberUntil },
    subject: providerSubjectOf(context.settings.origin, nameId, connection),
    ...(sessionIndexes.length === 0 ? {} : { sessions: sessionIndexes }),
  });
  if (!isTaken) throw refused("used_before");
}

async function answered(
  { clock, random, settings, keyrings }: Context,
  { slug, samlIdp }: SamlConnection,
  { id: inResponseTo, relayState }: Of<"request">,
): Promise<SamlLogoutDone> {
  const service = samlIdp.singleLogoutService;
  if (service === undefined) return { kind: "request" };
  const location = service.responseLocation ?? service.location;
  const response = buildLogoutResponse({
    id: newRequestId((size) => random.bytes(size)),
    issuer: serviceProviderOf(settings.origin, slug).entityId,
    destination: location,
    inResponseTo,
    now: clock.now(),
  });
  const to = { binding: service.binding, location };
  const signer = await keyrings["saml-sp"].current();
  const answer: LogoutMessage = signedLogoutMessage(response, "SAMLResponse", to, signer, relayState);
  return { kind: "request", answer };
}

async function takeAnswer(
  context: Context,
  connection: SamlConnection,
  { inResponseTo, status }: Of<"response">,
  { origin }: Input,
): Promise<SamlLogoutDone> {
  const wasAsked = await context.logouts.takeRequest(inResponseTo, connection.id, context.clock.now());
  if (!wasAsked) throw refused("in_response_to_unknown");
  await record(context, context.audit, undefined, origin, {
    action: "logout.answered",
    outcome: "success",
    object: { kind: "connection", id: connection.id, name: connection.slug },
    detail: { protocol: "saml", status },
  });
  return { kind: "response", status };
}
