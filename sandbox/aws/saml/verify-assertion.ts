/**
 * AWS's side of SAML: from the parameter of a call to a statement that can be relied on. Owns what an assertion must look
 * like; knows nothing of trust policies, sessions or who is calling.
 */
import { createHash } from "node:crypto";
import type { Cloud } from "../cloud";
import { fault } from "../faults";
import type { Account, SamlProvider } from "../store/account";
import type { SessionTags } from "../tags/session-tags";
import { readAssertion, type SamlAttribute } from "./assertion-content";
import { roleSessionName, sessionDuration, sourceIdentity } from "./aws-attributes";
import { SAML_CHECKS } from "./saml-checks";
import { decodeSamlResponse } from "./saml-response";
import { sessionTags } from "./session-tags";
import { signedAssertion } from "./verify-signature";

/** What a provider said, every check passed. */
export interface VerifiedAssertion {
  readonly issuer: string;
  readonly subject: string;
  readonly subjectType: string;
  /** Also what trust policies call `SAML:aud`: the Recipient, not the Audience. */
  readonly recipient: string;
  readonly nameQualifier: string;
  readonly roleSessionName: string;
  readonly sourceIdentity: string | undefined;
  /** Seconds. */
  readonly sessionDuration: number | undefined;
  /** Milliseconds. */
  readonly sessionNotOnOrAfter: number | undefined;
  readonly sessionTags: SessionTags;
  readonly attributes: readonly SamlAttribute[];
}

const FORMAT_PREFIX = "urn:oasis:names:tc:SAML:2.0:nameid-format:";

/**
 * Verifies an assertion against one provider and the role asked for.
 * @param samlAssertion base64 of the whole response.
 * @throws AwsFault the first check that fails, in the assumed order.
 */
export function verifyAssertion(
  samlAssertion: string,
  target: { readonly account: Account; readonly provider: SamlProvider; readonly roleArn: string },
  { clock, assumptions }: Cloud,
): VerifiedAssertion {
  const saml = decodeSamlResponse(
    samlAssertion,
    assumptions,
    target.provider.privateKeys.map(({ key }) => key),
  );
  const signed = signedAssertion(saml, target.provider.metadata.signingCertificates, assumptions);
  // Unsigned content is read only to find out what to complain of first.
  const content = readAssertion(signed ?? saml.assertion);
  const subject = {
    ...target,
    saml,
    content,
    signed: signed !== undefined,
    now: clock().getTime(),
    assumptions,
  };
  for (const name of assumptions.samlCheckOrder) SAML_CHECKS[name](subject);
  const recipient = content.subjectConfirmations[0]?.recipient;
  // Not left to the configured order: a list that lacks a check must not open the door.
  if (signed === undefined || !content.issuer || !content.nameId?.value || !recipient) {
    throw fault("responseSignatureInvalid");
  }
  return {
    issuer: content.issuer,
    subject: content.nameId.value,
    subjectType: content.nameId.format.replace(FORMAT_PREFIX, ""),
    recipient,
    nameQualifier: nameQualifier(content.issuer, target.account.accountId, target.provider.name),
    roleSessionName: roleSessionName(content),
    sourceIdentity: sourceIdentity(content, assumptions),
    sessionDuration: sessionDuration(content, assumptions),
    sessionNotOnOrAfter: content.sessionNotOnOrAfter,
    sessionTags: sessionTags(content, assumptions),
    attributes: content.attributes,
  };
}

/** `BASE64(SHA1(Issuer + AccountId + "/" + ProviderName))`, as the API reference defines it. */
export function nameQualifier(issuer: string, accountId: string, providerName: string): string {
  return createHash("sha1").update(`${issuer}${accountId}/${providerName}`).digest("base64");
}
