/**
 * Every refusal of the Query APIs in one table: the code as it is on the wire, and AWS's own words.
 * Texts that no source confirms are not here but in assumptions.ts, behind a name.
 */

/** HTTP status of each error code (service models; 400 where a code is not listed). */
const STATUS: Readonly<Record<string, number>> = {
  AccessDenied: 403,
  DeleteConflict: 409,
  EntityAlreadyExists: 409,
  ExpiredToken: 403,
  IDPRejectedClaim: 403,
  InternalFailure: 500,
  InvalidAuthenticationCode: 403,
  InvalidClientTokenId: 403,
  LimitExceeded: 409,
  MissingAuthenticationToken: 403,
  NoSuchEntity: 404,
  RegionDisabledException: 403,
  SignatureDoesNotMatch: 403,
};

/** A refusal as AWS words it. `awsMessage` is absent where AWS sends no Message element at all. */
export class AwsFault extends Error {
  readonly code: string;
  readonly status: number;
  readonly awsMessage: string | undefined;

  constructor(code: string, awsMessage: string | undefined) {
    super(`${code}: ${awsMessage ?? "(no message)"}`);
    this.name = "AwsFault";
    this.code = code;
    this.status = STATUS[code] ?? 400;
    this.awsMessage = awsMessage;
  }
}

/** STS relays what its federation back end says together with that service's own request id. */
function fromDiscoveryService(text: string, errorCode: string): string {
  const requestId = crypto.randomUUID();
  return `${text} (Service: AWSOpenIdDiscoveryService; Status Code: 400; Error Code: ${errorCode}; Request ID: ${requestId}; Proxy: null)`;
}

const INVALID_RESPONSE = "AuthSamlInvalidSamlResponseException";

const FAULTS = {
  // dispatch and parsing
  unknownOperation: (action: string, version: string) => [
    "InvalidAction",
    `Could not find operation ${action} for version ${version}`,
  ],
  emptyNumber: () => ["MalformedInput", "missing value for decimal type"],
  unparsableNumber: () => ["MalformedInput", undefined],
  constraints: (violations: readonly string[]) => [
    "ValidationError",
    `${violations.length} validation error${violations.length > 1 ? "s" : ""} detected: ${violations.join("; ")}`,
  ],
  internalFailure: () => ["InternalFailure", undefined],

  // signed calls
  missingAuthentication: () => ["MissingAuthenticationToken", "Request is missing Authentication Token"],
  incompleteSignature: (problem: string) => ["IncompleteSignature", problem],
  credentialScope: (problems: string) => ["SignatureDoesNotMatch", problems],
  invalidToken: () => ["InvalidClientTokenId", "The security token included in the request is invalid."],
  expiredToken: () => ["ExpiredToken", "The security token included in the request is expired"],
  signatureMismatch: () => [
    "SignatureDoesNotMatch",
    "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.",
  ],
  signatureExpired: (signed: string, earliest: string, now: string, minutes: number) => [
    "SignatureDoesNotMatch",
    `Signature expired: ${signed} is now earlier than ${earliest} (${now} - ${minutes} min.)`,
  ],
  signatureFromTheFuture: (signed: string, latest: string, now: string, minutes: number) => [
    "SignatureDoesNotMatch",
    `Signature not yet current: ${signed} is still later than ${latest} (${now} + ${minutes} min.)`,
  ],
  notAuthorized: (caller: string, action: string, resource: string) => [
    "AccessDenied",
    `User: ${caller} is not authorized to perform: ${action} on resource: ${resource}`,
  ],
  // EC2's way of passing a reason on; `encoded` is for DecodeAuthorizationMessage.
  notAuthorizedEncoded: (caller: string, action: string, resource: string, encoded: string | undefined) => [
    "AccessDenied",
    `User: ${caller} is not authorized to perform: ${action} on resource: ${resource}${encoded === undefined ? "" : `. Encoded authorization failure message: ${encoded}`}`,
  ],

  // policies
  malformedPolicy: (problem: string) => ["MalformedPolicyDocument", problem],
  limitExceeded: (problem: string) => ["LimitExceeded", problem],

  // IAM
  entityAlreadyExists: (problem: string) => ["EntityAlreadyExists", problem],
  noSuchEntity: (problem: string) => ["NoSuchEntity", problem],
  deleteConflict: (problem: string) => ["DeleteConflict", problem],
  mfaCodesOutOfStep: () => ["InvalidAuthenticationCode", "Authentication code for device is not valid."],
  invalidInput: (problem: string) => ["InvalidInput", problem],

  // AssumeRoleWithSAML
  malformedRoleArn: (arn: string) => ["ValidationError", `${arn} is invalid`],
  notARoleArn: () => ["ValidationError", "Request ARN is invalid"],
  invalidPrincipalArn: () => ["ValidationError", "Principal ARN is invalid"],
  redeemedTooLate: () => ["ExpiredTokenException", "Token must be redeemed within 5 minutes of issuance"],
  responseExpired: () => ["ExpiredTokenException", "Response has expired"],
  roleSessionNameRequired: () => ["InvalidIdentityToken", "RoleSessionName is required in AuthnResponse"],
  roleSessionNameInvalid: () => [
    "InvalidIdentityToken",
    "RoleSessionName in AuthnResponse must match [a-zA-Z_0-9+=,.@-]{2,64}",
  ],
  sourceIdentityInvalid: () => [
    "InvalidIdentityToken",
    'Source Identity must match [a-zA-Z_0-9+=,.@-]{2,256} and not begin with "aws:"',
  ],
  responseSignatureInvalid: () => ["InvalidIdentityToken", "Response signature invalid"],
  invalidBase64: () => [
    "InvalidIdentityToken",
    fromDiscoveryService("Invalid base64 SAMLResponse", INVALID_RESPONSE),
  ],
  noSuchProvider: () => [
    "InvalidIdentityToken",
    fromDiscoveryService("Specified provider doesn't exist", "AuthSamlManifestNotFoundException"),
  ],
  issuerNotInProvider: () => [
    "InvalidIdentityToken",
    fromDiscoveryService("Issuer not present in specified provider", INVALID_RESPONSE),
  ],
  roleNotInAssertion: () => [
    "InvalidIdentityToken",
    "SAML Assertion doesn't contain the requested Role and Metadata in the attributes",
  ],
  // The missing "i" is AWS's.
  subjectConfirmationInvalid: () => [
    "InvalidIdentityToken",
    "Responses must contain SubjectConfirmatonData with a Recipient and NotOnOrAfter",
  ],
  notAuthorizedWithSaml: () => ["AccessDenied", "Not authorized to perform sts:AssumeRoleWithSAML"],
  durationAboveRole: () => [
    "ValidationError",
    "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
  ],
  packedTagsTooLarge: (percent: number) => [
    "PackedPolicyTooLarge",
    `Packed size of session tags consumes ${percent}% of allotted space.`,
  ],

  sessionTokenTooLarge: () => ["PackedPolicyTooLarge", "Serialized token too large for session"],
  accessDenied: () => ["AccessDenied", "Access denied"],

  // AssumeRole, GetSessionToken, GetFederationToken
  chainedDuration: () => [
    "ValidationError",
    "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.",
  ],
  sourceIdentityAlreadySet: () => [
    "ValidationError",
    "The source identity is already set for this assume role session",
  ],
  transitiveTagConflict: () => [
    "InvalidParameterValue",
    "One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key from the calling session.",
  ],
  mfaCodeInvalid: () => [
    "AccessDenied",
    "MultiFactorAuthentication failed with invalid MFA one time pass code.",
  ],
  // The two spaces are AWS's.
  mfaDeviceUnknown: () => [
    "AccessDenied",
    "MultiFactorAuthentication failed, unable to validate MFA code.  Please verify your MFA serial number is valid and associated with this user.",
  ],
  notWithSessionCredentials: (operation: string) => [
    "AccessDenied",
    `Cannot call ${operation} with session credentials`,
  ],

  // AssumeRoleWithWebIdentity
  notAJwt: () => [
    "InvalidIdentityToken",
    "The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)",
  ],
  notALoginWithAmazonToken: () => ["InvalidIdentityToken", "Provided Token is not a Login With Amazon token"],
  facebookRejected: () => [
    "IDPRejectedClaim",
    "graph.facebook.com: graph.facebook.com responded with HTTP/1.1 400 Bad Request",
  ],
  noOidcProvider: (issuer: string) => [
    "InvalidIdentityToken",
    `No OpenIDConnect provider found in your account for ${issuer}`,
  ],
  claimMissing: (claim: string) => ["InvalidIdentityToken", `Missing a required claim: ${claim}`],
  audienceIncorrect: () => ["InvalidIdentityToken", "Incorrect token audience"],
  tokenExpired: (now: number, expiry: number) => [
    "ExpiredTokenException",
    `Token expired: current date/time ${now} must be before the expiration date/time ${expiry}`,
  ],
  verificationKeyUnavailable: () => [
    "InvalidIdentityToken",
    "Couldn't retrieve verification key from your identity provider, please reference AssumeRoleWithWebIdentity documentation for requirements",
  ],
  thumbprintMismatch: () => [
    "InvalidIdentityToken",
    "OpenIDConnect provider's HTTPS certificate doesn't match configured thumbprint",
  ],
  notAuthorizedWithWebIdentity: () => [
    "AccessDenied",
    "Not authorized to perform sts:AssumeRoleWithWebIdentity",
  ],
  regionDisabled: (accountId: string) => [
    "RegionDisabledException",
    `STS is not activated in this region for account:${accountId}. Your account administrator can activate STS in this region using the IAM Console.`,
  ],
} as const satisfies Record<string, (...args: never[]) => readonly [string, string | undefined]>;

type FaultName = keyof typeof FAULTS;

/** The named refusal, its words filled in. */
export function fault<Name extends FaultName>(
  name: Name,
  ...args: Parameters<(typeof FAULTS)[Name]>
): AwsFault {
  const wording: (...values: never[]) => readonly [string, string | undefined] = FAULTS[name];
  const [code, message] = wording(...(args as never[]));
  return new AwsFault(code, message);
}
