/**
 * Every check of an assertion by its name. Their order is an assumption (assumptions.ts), so none relies on another
 * having run; that the signature was checked before anything is granted is the caller's rule.
 */
import type { Assumptions, SamlCheckName } from "../assumptions";
import { fault } from "../faults";
import type { Account, SamlProvider } from "../store/account";
import type { AssertionContent } from "./assertion-content";
import {
  ATTRIBUTE_PREFIX,
  rolePairs,
  roleSessionName,
  sessionDuration,
  sourceIdentity,
} from "./aws-attributes";
import { refuse, samlDenied } from "./refuse";
import type { SamlResponse } from "./saml-response";
import { sessionTags } from "./session-tags";
import { isSigninUrl } from "./sign-in-url";

/** An assertion, what it is to be checked against, and the switches. */
export interface CheckSubject {
  readonly saml: SamlResponse;
  readonly content: AssertionContent;
  /** Whether `content` was read from bytes that the provider signed. */
  readonly signed: boolean;
  readonly account: Account;
  readonly provider: SamlProvider;
  readonly roleArn: string;
  /** Milliseconds. */
  readonly now: number;
  readonly assumptions: Assumptions;
}

const SUCCESS = "urn:oasis:names:tc:SAML:2.0:status:Success";
const BEARER = "urn:oasis:names:tc:SAML:2.0:cm:bearer";
const REDEMPTION_MS = 5 * 60_000;

export const SAML_CHECKS: Readonly<Record<SamlCheckName, (subject: CheckSubject) => void>> = {
  status({ saml, assumptions }) {
    if (saml.statusCode !== SUCCESS) throw refuse(assumptions, "statusNotSuccess");
  },

  issuer({ saml, content, provider, assumptions }) {
    const { entityId } = provider.metadata;
    const responseIssuer = assumptions.responseIssuerMustMatch ? (saml.issuer ?? entityId) : entityId;
    if (content.issuer !== entityId || responseIssuer !== entityId) throw fault("issuerNotInProvider");
  },

  signature({ signed }) {
    if (!signed) throw fault("responseSignatureInvalid");
  },

  redemption({ saml, content, now, assumptions }) {
    const skew = assumptions.samlClockSkewSeconds * 1000;
    const instants = {
      assertion: [content.issueInstant],
      response: [saml.issueInstant],
      both: [content.issueInstant, saml.issueInstant],
    }[assumptions.issueInstantOf];
    for (const instant of instants) {
      // An absent or unreadable instant is NaN, which is never recent.
      if (!(now - (instant ?? Number.NaN) <= REDEMPTION_MS + skew)) throw fault("redeemedTooLate");
      if (assumptions.enforceNotBefore && (instant ?? 0) > now + skew)
        throw refuse(assumptions, "notYetValid");
    }
  },

  conditions({ content, now, assumptions }) {
    const skew = assumptions.samlClockSkewSeconds * 1000;
    const { notBefore, notOnOrAfter } = content;
    if (notOnOrAfter !== undefined && !(now < notOnOrAfter + skew)) throw fault("responseExpired");
    if (assumptions.enforceNotBefore && notBefore !== undefined && !(now >= notBefore - skew)) {
      throw refuse(assumptions, "notYetValid");
    }
  },

  encryption({ saml, provider, assumptions }) {
    if (provider.encryptionMode === "Required" && !saml.wasEncrypted) {
      throw refuse(assumptions, "assertionNotEncrypted");
    }
  },

  destination({ saml, account, provider, assumptions }) {
    if (!assumptions.destinationMustBeSignin || saml.destination === undefined) return;
    if (!isSigninUrl(saml.destination, account.partition, provider, assumptions)) {
      throw refuse(assumptions, "destinationNotSignin");
    }
  },

  subjectConfirmation({ content, account, provider, now, assumptions }) {
    const [confirmation, ...more] = content.subjectConfirmations;
    const { recipient, notOnOrAfter, method } = confirmation ?? {};
    const bearer = !assumptions.requireBearer || method === BEARER;
    if (!recipient || notOnOrAfter === undefined || more.length > 0 || !bearer) {
      throw fault("subjectConfirmationInvalid");
    }
    if (!(now < notOnOrAfter + assumptions.samlClockSkewSeconds * 1000)) throw fault("responseExpired");
    if (!isSigninUrl(recipient, account.partition, provider, assumptions)) {
      throw refuse(assumptions, "recipientNotSignin");
    }
  },

  audience({ content, account, provider, assumptions }) {
    const isAws = (audience: string) =>
      audience === account.partition.samlEntityId ||
      (assumptions.acceptSigninUrlAsAudience &&
        isSigninUrl(audience, account.partition, provider, assumptions));
    const restrictions = content.audienceRestrictions;
    if (restrictions.length === 0 || !restrictions.every((audiences) => audiences.some(isAws))) {
      throw refuse(assumptions, "audienceMissing");
    }
  },

  nameId({ content, assumptions }) {
    if (!content.nameId?.value) throw samlDenied(assumptions);
  },

  whitespace({ content, assumptions }) {
    // RoleSessionName and SourceIdentity have patterns, and messages, of their own.
    const own = ["RoleSessionName", "SourceIdentity"].map((name) => ATTRIBUTE_PREFIX + name);
    const padded = content.attributes
      .filter(({ name }) => name.startsWith(ATTRIBUTE_PREFIX) && !own.includes(name))
      .some(({ values }) => values.some((value) => value !== value.trim()));
    if (padded) throw refuse(assumptions, "whitespaceInAttribute");
  },

  role({ content, provider, roleArn, assumptions }) {
    const asked = rolePairs(content, assumptions).some(
      (pair) => pair.roleArn === roleArn && pair.providerArn === provider.arn,
    );
    if (!asked) throw fault("roleNotInAssertion");
  },

  roleSessionName({ content }) {
    roleSessionName(content);
  },

  sourceIdentity({ content, assumptions }) {
    sourceIdentity(content, assumptions);
  },

  sessionDuration({ content, now, assumptions }) {
    sessionDuration(content, assumptions);
    const end = content.sessionNotOnOrAfter;
    if (end !== undefined && !(now < end)) throw fault("responseExpired");
  },

  tags({ content, assumptions }) {
    sessionTags(content, assumptions);
  },
};
