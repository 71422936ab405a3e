/**
 * What AWS has never published and no public capture settles. Each is a named switch, so that a wrong guess can be
 * turned round in one place, and so that a test resting on one says so. The defaults are the stricter reading, unless
 * a comment says why not: a client that pleases the strict reading pleases AWS either way.
 */
export interface Assumptions {
  /**
   * Order in which an assertion is checked; the first failure is the answer. Default: what needs no key, then who
   * signed, then when, then for whom, then what is asked.
   */
  readonly samlCheckOrder: readonly SamlCheckName[];
  /** Which elements must carry a signature. Captures show the assertion signed. Default: `assertion`. */
  readonly signaturePlacement: "assertion" | "assertion-or-response" | "both";
  /** SignatureMethod algorithms that count. Default: RSA-SHA256 only, the one seen in captures. */
  readonly signatureAlgorithms: readonly string[];
  /** DigestMethod algorithms that count. Default: SHA-256 only. */
  readonly digestAlgorithms: readonly string[];
  /** Whose IssueInstant starts the five minutes. Default: `both`, the earlier one counts. */
  readonly issueInstantOf: "assertion" | "response" | "both";
  /** Seconds by which the issuer's clock may differ. Default: 0. */
  readonly samlClockSkewSeconds: number;
  /** Whether `NotBefore` and an IssueInstant in the future are refused. Only NotOnOrAfter is documented. Default: true. */
  readonly enforceNotBefore: boolean;
  /** Whether the Response's own Issuer, where there is one, must be the provider's too. Default: true. */
  readonly responseIssuerMustMatch: boolean;
  /** Whether Destination, where there is one, must be an AWS sign-in URL. Default: true. */
  readonly destinationMustBeSignin: boolean;
  /** Whether SubjectConfirmation must have Method bearer. Default: true. */
  readonly requireBearer: boolean;
  /** Whether `…/static/saml`, of the 2023 guide, is still a Recipient. Default: false. */
  readonly acceptStaticSamlRecipient: boolean;
  /** Whether a sign-in URL also passes as Audience; some identity providers send it. Default: false. */
  readonly acceptSigninUrlAsAudience: boolean;
  /** Order inside a Role value. Default: `either`; clients of both orders are in wide use and none is refused. */
  readonly roleValueOrder: "role-first" | "either";
  /** Whether line breaks inside the base64 are allowed, as MIME does. Default: true; other white space never is. */
  readonly base64LineBreaks: boolean;
  /** Longest SourceIdentity: 64 in the service model, 256 in the troubleshooting page and observed. Default: 256. */
  readonly sourceIdentityMaxLength: 64 | 256;
  /**
   * Bytes that tags and session policies may take in the packed form. The packing is AWS's secret; here it is raw
   * deflate of the JSON. Default: 2048.
   */
  readonly packedSizeBudget: number;
  /**
   * Characters that a session token may have. The most that MinimumSessionTokenSize can ask for is taken as the most
   * that there is. Default: 4096.
   */
  readonly sessionTokenMaxLength: number;
  /**
   * Words for an assertion that opens no role: the guide's, which name the action, or the bare “Access denied” that was
   * seen as well. When AWS says which is not known. Default: `named`.
   */
  readonly samlDenial: "named" | "bare";
  /** How the assertion is named in constraint messages. Default: `sAMLAssertion`, as CloudTrail spells it. */
  readonly assertionFieldName: string;
  /** Whether constraint messages of unsigned calls repeat the rejected value. Default: true, as for AssumeRole. */
  readonly unsignedCallsPrintValues: boolean;
  /** Minutes a SigV4 signature stays good, before and after. Captures of STS say 15. */
  readonly sigV4SkewMinutes: number;
  /** What a getSigninToken SessionDuration equal to the role's maximum gets. The guide says it fails. Default: `refuse`. */
  readonly signinDurationAtRoleMaximum: "refuse" | "accept";
  /** What a SessionDuration attribute above the role's maximum gets at the console. Default: `refuse`, as the API does. */
  readonly consoleDurationAboveRole: "refuse" | "cap";
  /** What a login Destination outside AWS's console domain gets. Default: `refuse`. */
  readonly foreignDestination: "refuse" | "console-home";
  /** Whether metadata needs an IDPSSODescriptor with a SingleSignOnService location. Default: true, as in practice. */
  readonly metadataNeedsSsoLocation: boolean;
  /** Whether paths other than `/` reach the Query APIs. Default: false, they are 404 with no body. */
  readonly queryApiOnAnyPath: boolean;
  /** 30 second steps before and after now whose one-time code is taken. Default: 1. */
  readonly mfaDriftSteps: number;
  /** Whether a role session may ask again for the source identity it already has. Only another is known to fail. Default: false. */
  readonly sameSourceIdentityAgain: boolean;
  /** Seconds after `exp` that an OpenID Connect token is still taken; five minutes were seen once. Default: 0. */
  readonly oidcExpiryLeewaySeconds: number;
  /** Seconds by which `iat` and `nbf` may lie ahead. Default: 0. */
  readonly oidcClockSkewSeconds: number;
  /** Milliseconds in which discovery and keys must have arrived. About five seconds, as support pages say. */
  readonly oidcFetchMilliseconds: number;
  /**
   * What an issuer that cannot be reached gets: the words that threads show, or IDPCommunicationError, which the service
   * model describes so. Default: `verification-key`.
   */
  readonly unreachableIssuer: "verification-key" | "idp-communication";
  /**
   * Origins on loopback that are good as issuers although AWS wants https and no port: the sandbox's app has neither. Not
   * AWS's behaviour under any reading. Default: none.
   */
  readonly loopbackIssuers: readonly string[];
  /** Whether refusals of IAM carry an encoded message for DecodeAuthorizationMessage; EC2's do. Default: true. */
  readonly encodedRefusals: boolean;
  /** Code and words of refusals that are certain to happen but whose wording is not known. */
  readonly refusals: Readonly<Record<UnverifiedRefusal, { readonly code: string; readonly message: string }>>;
}

export type SamlCheckName =
  | "status"
  | "issuer"
  | "signature"
  | "redemption"
  | "conditions"
  | "encryption"
  | "destination"
  | "subjectConfirmation"
  | "audience"
  | "nameId"
  | "whitespace"
  | "role"
  | "roleSessionName"
  | "sourceIdentity"
  | "sessionDuration"
  | "tags";

type UnverifiedRefusal =
  /** Valid base64, but not one SAML response with one assertion. */
  | "notASamlResponse"
  /** No private key of the provider opens it. */
  | "assertionNotDecrypted"
  /** The provider requires encryption. */
  | "assertionNotEncrypted"
  /** StatusCode other than Success. */
  | "statusNotSuccess"
  | "notYetValid"
  | "destinationNotSignin"
  | "recipientNotSignin"
  /** The words are documented, the code is not. */
  | "audienceMissing"
  | "whitespaceInAttribute"
  | "sessionDurationInvalid"
  | "tagInvalid"
  | "tooManyTags"
  | "duplicateTagKeys"
  | "transitiveKeyWithoutTag"
  | "sessionPolicyMalformed"
  | "policiesTooLarge"
  /** A serial number without a code, or the other way round. */
  | "mfaIncomplete"
  | "rootCannotAssumeRoles"
  | "authorizationMessageInvalid"
  | "accessKeyIdInvalid"
  /** IDPCommunicationError: the model has the code and what it means, not its words. */
  | "issuerUnreachable"
  | "tokenSignatureInvalid"
  | "tokenNotYetValid"
  /** The header names an algorithm other than RS or ES with 256, 384 or 512 bits. */
  | "tokenAlgorithmUnsupported"
  /** ProviderId is for OAuth tokens of Amazon and Facebook only. */
  | "providerIdWithOidc"
  /** The `https://aws.amazon.com/roles` claim is there and lacks the role. */
  | "roleNotInClaim";

const invalidToken = (message: string) => ({ code: "InvalidIdentityToken", message });

export const DEFAULT_ASSUMPTIONS: Assumptions = {
  samlCheckOrder: [
    "encryption",
    "issuer",
    "signature",
    "status",
    "redemption",
    "conditions",
    "destination",
    "subjectConfirmation",
    "audience",
    "whitespace",
    "role",
    "roleSessionName",
    "sourceIdentity",
    "sessionDuration",
    "tags",
    "nameId",
  ],
  signaturePlacement: "assertion",
  signatureAlgorithms: ["http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"],
  digestAlgorithms: ["http://www.w3.org/2001/04/xmlenc#sha256"],
  issueInstantOf: "both",
  samlClockSkewSeconds: 0,
  enforceNotBefore: true,
  responseIssuerMustMatch: true,
  destinationMustBeSignin: true,
  requireBearer: true,
  acceptStaticSamlRecipient: false,
  acceptSigninUrlAsAudience: false,
  roleValueOrder: "either",
  base64LineBreaks: true,
  sourceIdentityMaxLength: 256,
  packedSizeBudget: 2048,
  sessionTokenMaxLength: 4096,
  samlDenial: "named",
  assertionFieldName: "sAMLAssertion",
  unsignedCallsPrintValues: true,
  sigV4SkewMinutes: 15,
  signinDurationAtRoleMaximum: "refuse",
  consoleDurationAboveRole: "refuse",
  foreignDestination: "refuse",
  metadataNeedsSsoLocation: true,
  queryApiOnAnyPath: false,
  mfaDriftSteps: 1,
  sameSourceIdentityAgain: false,
  oidcExpiryLeewaySeconds: 0,
  oidcClockSkewSeconds: 0,
  oidcFetchMilliseconds: 5000,
  unreachableIssuer: "verification-key",
  loopbackIssuers: [],
  encodedRefusals: true,
  refusals: {
    notASamlResponse: invalidToken("Invalid SAML response"),
    assertionNotDecrypted: invalidToken("Unable to decrypt the SAML assertion"),
    assertionNotEncrypted: invalidToken("SAML assertion is not encrypted"),
    statusNotSuccess: {
      code: "IDPRejectedClaim",
      message: "The identity provider did not report success in its response",
    },
    notYetValid: invalidToken("Response is not yet valid"),
    destinationNotSignin: invalidToken("Response Destination is not an AWS sign-in endpoint"),
    recipientNotSignin: invalidToken("SubjectConfirmationData Recipient is not an AWS sign-in endpoint"),
    audienceMissing: invalidToken("Response does not contain the required audience."),
    whitespaceInAttribute: invalidToken("Attribute values must not begin or end with white space"),
    sessionDurationInvalid: invalidToken("SessionDuration must be an integer between 900 and 43200"),
    // The next four are AssumeRole's code and words where those are known.
    tagInvalid: { code: "InvalidParameterValue", message: "One of the session tags is not valid." },
    tooManyTags: { code: "InvalidParameterValue", message: "No more than 50 session tags may be passed." },
    duplicateTagKeys: {
      code: "InvalidParameterValue",
      message: "Duplicate tag keys found. Please note that Tag keys are case insensitive.",
    },
    transitiveKeyWithoutTag: {
      code: "InvalidParameterValue",
      message: "The specified transitive tag key must be included in the requested tags.",
    },
    sessionPolicyMalformed: { code: "MalformedPolicyDocument", message: "Syntax errors in policy." },
    policiesTooLarge: {
      code: "PackedPolicyTooLarge",
      message: "Packed policies and tags consume more than the allotted space.",
    },
    mfaIncomplete: {
      code: "AccessDenied",
      message:
        "MultiFactorAuthentication failed, must provide both MFA serial number and one time pass code.",
    },
    rootCannotAssumeRoles: { code: "AccessDenied", message: "Roles may not be assumed by root accounts." },
    authorizationMessageInvalid: {
      code: "InvalidAuthorizationMessageException",
      message: "Message is not valid",
    },
    accessKeyIdInvalid: { code: "ValidationError", message: "The access key ID is not valid." },
    issuerUnreachable: {
      code: "IDPCommunicationError",
      message: "The identity provider could not be reached to verify the token",
    },
    tokenSignatureInvalid: invalidToken("Token signature is invalid"),
    tokenNotYetValid: invalidToken("Token is not yet valid"),
    tokenAlgorithmUnsupported: invalidToken("Token signature algorithm is not supported"),
    providerIdWithOidc: {
      code: "ValidationError",
      message: "ProviderId is not valid for OpenID Connect tokens",
    },
    roleNotInClaim: invalidToken("The requested role is not among the roles of the token"),
  },
};
