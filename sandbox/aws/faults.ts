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

  // policies
  malformedPolicy: (problem: string) => ["MalformedPolicyDocument", problem],
  limitExceeded: (problem: string) => ["LimitExceeded", problem],

  // IAM
  entityAlreadyExists: (problem: string) => ["EntityAlreadyExists", problem],
  noSuchEntity: (problem: string) => ["NoSuchEntity", problem],
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
