/**
 * Single logout's receiving half: from what a browser carried to a message nobody has to doubt.
 *
 * It owns the order signature -> decode -> scan -> strict profile for a signed query, decode -> scan -> signature ->
 * strict profile for a form, and the brand of `VerifiedLogout`. It must not know connections, sessions or storage:
 * whether a request was used before, and whether an answer was asked for, is decided by the use-case.
 */
import { decodeFormValue } from "../decode-message";
import type { SamlIdpSettings } from "../idp-settings";
import type { ProfileExpectations } from "../profile-expectations";
import { parseMessage } from "../read-element";
import { refusal } from "../refusal";
import { trustedKeys } from "../trusted-keys";
import type { SignatureVerifier } from "../verify-signature";
import { type LogoutRequestFacts, type LogoutResponseFacts, readLogout } from "./read-logout";
import {
  type CarriedMessage,
  MAX_LOGOUT_BYTES,
  messageParameter,
  readSignedQuery,
  requireRelayState,
} from "./redirect-query";
import { scanLogout } from "./scan-logout";

declare const signatureVerified: unique symbol;

/** What a signed and profile-checked logout message says. Only this file makes one. */
export type VerifiedLogout = (LogoutRequestFacts | LogoutResponseFacts) & {
  readonly [signatureVerified]: true;
  /** Goes back with the answer, unread. */
  readonly relayState: string | undefined;
};

/** How the message came: the query as it stood in the request, without `?`; or the fields of the form. */
export type CarriedLogout =
  | { readonly binding: "redirect"; readonly query: string }
  | {
      readonly binding: "post";
      readonly fields: Readonly<Partial<Record<"SAMLRequest" | "SAMLResponse" | "RelayState", string>>>;
    };

export interface LogoutToVerify {
  readonly carried: CarriedLogout;
  readonly idp: SamlIdpSettings;
  /** Our SingleLogoutService. */
  readonly logoutUrl: string;
  readonly now: Date;
  readonly clockSkewSeconds: number;
}

/**
 * An unsigned message is refused always, whatever the metadata says of wanting signatures: it would let anybody sign
 * anybody out (node-saml #419, #420).
 * @throws AppError `signin.response_refused` with a reason of `REFUSAL_REASONS` or `LOGOUT_REFUSAL_REASONS`,
 *   or `signin.busy`
 */
export async function verifyLogout(
  input: LogoutToVerify,
  verifier: Pick<SignatureVerifier, "verifyLogout">,
): Promise<VerifiedLogout> {
  const keys = trustedKeys(input.idp.signingCertificates, input.now);
  const { carried } = input;
  const { parameter, xml, relayState } =
    carried.binding === "redirect" ? readSignedQuery(carried.query, keys) : readForm(carried.fields);
  scanLogout(xml);
  const signedXml = carried.binding === "redirect" ? xml : await verifier.verifyLogout(xml, keys);
  const facts = readLogout(parseMessage(signedXml), expectationsOf(input), carried.binding === "post");
  if ((facts.kind === "request") !== (parameter === "SAMLRequest")) {
    throw refusal("not_a_logout_message", `${parameter} holds a logout ${facts.kind}`);
  }
  return { ...facts, relayState } as VerifiedLogout;
}

function readForm(fields: Extract<CarriedLogout, { binding: "post" }>["fields"]): CarriedMessage {
  const parameter = messageParameter(Object.keys(fields));
  const relayState = requireRelayState(fields.RelayState);
  return { parameter, xml: decodeFormValue(fields[parameter] ?? "", MAX_LOGOUT_BYTES), relayState };
}

/** Audience and recipient are the business of assertions, which logout messages have none of. */
function expectationsOf({ idp, logoutUrl, now, clockSkewSeconds }: LogoutToVerify): ProfileExpectations {
  return {
    idpEntityId: idp.entityId,
    addressee: {
      isAudience: () => false,
      isRecipient: () => false,
      isDestination: (value) => value === logoutUrl,
    },
    allowIdpInitiated: false,
    now,
    clockSkewSeconds,
  };
}
