/** Refusals of AssumeRoleWithSAML's proof (IAM User Guide, troubleshoot SAML, and captures). */
import { nameOfArn } from "../iam-arn";
import type { RefusalEntry } from "./explanation";
import {
  issuerUnknown,
  ownFault,
  providerMissing,
  recipient,
  relayApp,
  relayStale,
  roleNotNamed,
  staleMetadata,
  wrongPartition,
} from "./saml-proof-causes";
import { account, cause, providerArn, subject } from "./words";

const CODES = ["InvalidIdentityToken"];
const BOTH = ["saml", "saml-relay"] as const;

export const SAML_PROOF_REFUSALS: readonly RefusalEntry[] = [
  {
    id: "saml.signature_invalid",
    codes: CODES,
    message: /signature invalid/i,
    kinds: BOTH,
    meaning: (s) =>
      `AWS knows the provider ${providerArn(s.plan)}, but none of the certificates it holds there made this signature.`,
    causes: (s) => (s.plan.kind === "saml" ? staleMetadata(s) : relayStale(s)),
    fails: "signature",
    proves: ["provider"],
  },
  {
    id: "saml.provider_missing",
    codes: CODES,
    message: /provider doesn't exist/i,
    kinds: BOTH,
    meaning: (s) => `There is no SAML provider ${providerArn(s.plan)}.`,
    causes: providerMissing,
    fails: "provider",
    proves: [],
  },
  {
    id: "saml.issuer_unknown",
    codes: CODES,
    message: /issuer not present/i,
    kinds: BOTH,
    meaning: (s) =>
      `The metadata in the provider ${providerArn(s.plan)} has another entityID than who signed.`,
    causes: issuerUnknown,
    fails: "provider",
    proves: [],
  },
  {
    id: "saml.role_not_named",
    codes: CODES,
    message: /requested Role and Metadata/i,
    kinds: BOTH,
    meaning: (s) =>
      `The proof does not name the pair of ${subject(s.plan)} and provider ${nameOfArn(providerArn(s.plan))} letter by letter; upper and lower case count.`,
    causes: roleNotNamed,
    fails: "trust",
    proves: ["provider"],
  },
  {
    id: "saml.audience",
    codes: CODES,
    message: /required audience/i,
    kinds: BOTH,
    meaning: (s) => `The audience that AWS expects for ${account(s.plan)} is another.`,
    causes: (s) => [
      s.plan.kind === "saml-relay"
        ? relayApp(
            "relay_audience",
            "Its audience must be urn:amazon:webservices, or what the account's partition asks for.",
          )
        : wrongPartition(s, "likely"),
    ],
    fails: "audience",
    proves: ["provider"],
  },
  {
    id: "saml.recipient",
    codes: CODES,
    message: /Recipient is not|SubjectConfirmatonData|Destination is not/i,
    kinds: BOTH,
    meaning: () => "AWS does not take the address that the proof is made out to.",
    causes: recipient,
    fails: "audience",
    proves: ["provider"],
  },
  {
    id: "saml.session_name",
    codes: CODES,
    message: /RoleSessionName (?:is required|in AuthnResponse must match)/i,
    kinds: BOTH,
    meaning: () => "The proof has no RoleSessionName, or one with characters that AWS does not take.",
    causes: (s) =>
      s.plan.kind === "saml-relay"
        ? [
            relayApp(
              "relay_session_name",
              "Its attribute RoleSessionName must have 2 to 64 letters, digits or _=,.@-; a user name with spaces does not do.",
            ),
          ]
        : [ownFault()],
    fails: "audience",
    proves: ["provider"],
  },
  {
    id: "saml.source_identity",
    codes: CODES,
    message: /source identity must match/i,
    kinds: BOTH,
    meaning: () => "AWS does not take the source identity in the proof.",
    causes: (s) => [
      s.plan.kind === "saml-relay"
        ? relayApp(
            "relay_source_identity",
            "Its attribute SourceIdentity must have 2 to 64 letters, digits or _=,.@- and not begin with aws:.",
          )
        : cause("source_identity_invalid", "rolebridge_administrator", "likely", {
            what: `AWS does not take “${s.plan.sourceIdentity ?? ""}” as source identity.`,
            todo: "Switch source identity off for this target, or give the person a user name of letters, digits and _=,.@-.",
            hint: "AWS does not take your user name as source identity. Give the reference to a Rolebridge administrator.",
          }),
    ],
    fails: "source_identity",
    proves: ["provider"],
  },
  {
    id: "saml.attribute_invalid",
    codes: CODES,
    message: /white space|SessionDuration must|Invalid base64|Invalid SAML response/i,
    kinds: BOTH,
    meaning: () => "AWS could not read the proof as a SAML response with its attributes.",
    causes: (s) =>
      s.plan.kind === "saml-relay"
        ? [
            relayApp(
              "relay_malformed",
              "No value of its attributes may begin or end with a space, and SessionDuration is 900 to 43200.",
            ),
          ]
        : [ownFault()],
    fails: "audience",
    proves: [],
  },
  {
    id: "saml.rejected_by_idp",
    codes: ["IDPRejectedClaim"],
    kinds: BOTH,
    meaning: () => "The proof says that signing in did not succeed.",
    causes: (s) =>
      s.plan.kind === "saml-relay"
        ? [relayApp("relay_not_successful", "It answers with a status other than Success; its log says why.")]
        : [ownFault()],
    fails: "signature",
    proves: ["provider"],
  },
  {
    id: "saml.unusable",
    codes: CODES,
    kinds: BOTH,
    meaning: () => "AWS could not use the proof, for a reason that Rolebridge has not met before.",
    causes: (s) =>
      s.plan.kind === "saml-relay"
        ? [relayApp("relay_unusable", "AWS's words say what about it.")]
        : [ownFault()],
    proves: [],
  },
];
