import { describe, expect, test } from "vitest";
import type { SessionPlan } from "../../issuance/plan";
import {
  assumeRolePlan,
  federationPlan,
  relayPlan,
  roleArn,
  samlPlan,
  sessionTokenPlan,
  webIdentityPlan,
} from "../fixtures/plans";
import { refusalEntryFor } from "./explain-refusal";

// AWS's words as its documentation, its service model and captures have them. That each is really answered is tried at
// the local AWS elsewhere; here, that no entry before the right one claims it.

type Row = readonly [code: string, message: string, entry: string];

const REQUEST =
  "(Service: AWSOpenIdDiscoveryService; Status Code: 400; Error Code: X; Request ID: x; Proxy: null)";
const ROLE = roleArn("Engineer");
const denied = (action: string) =>
  `User: arn:aws:iam::418273650912:user/bridge is not authorized to perform: ${action} on resource: ${ROLE}`;

const ANY: readonly Row[] = [
  ["ValidationError", "Request ARN is invalid", "argument.role_arn"],
  ["ValidationError", "arn:aws:iam::418273650912:role is invalid", "argument.role_arn"],
  [
    "ValidationError",
    "1 validation error detected: Value 'x' at 'roleArn' failed to satisfy constraint: Member must have length greater than or equal to 20",
    "argument.role_arn",
  ],
  [
    "ValidationError",
    "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
    "limit.role_duration",
  ],
  [
    "PackedPolicyTooLarge",
    "Packed size of session tags consumes 138% of allotted space.",
    "limit.packed_tags",
  ],
  ["PackedPolicyTooLarge", "Serialized token too large for session", "limit.token_size"],
  [
    "RegionDisabledException",
    "STS is not activated in this region for account:418273650912. Your account administrator can activate STS in this region using the IAM Console.",
    "region.disabled",
  ],
  ["MalformedPolicyDocument", "", "limit.policy_malformed"],
  [
    "InvalidAction",
    "Could not find operation NoSuchAction for version 2011-06-15",
    "endpoint.action_unknown",
  ],
  ["Throttling", "Rate exceeded", "limit.rate"],
];

const SAML: readonly Row[] = [
  ["AccessDenied", "Access denied", "denied.bare"],
  ["ValidationError", "Principal ARN is invalid", "argument.principal_arn"],
  ["InvalidIdentityToken", "RoleSessionName is required in AuthnResponse", "saml.session_name"],
  [
    "InvalidIdentityToken",
    "RoleSessionName in AuthnResponse must match [a-zA-Z_0-9+=,.@-]{2,64}",
    "saml.session_name",
  ],
  [
    "InvalidIdentityToken",
    'Source Identity must match [a-zA-Z_0-9+=,.@-]{2,256} and not begin with "aws:"',
    "saml.source_identity",
  ],
  ["InvalidIdentityToken", "Response signature invalid", "saml.signature_invalid"],
  ["InvalidIdentityToken", `Invalid base64 SAMLResponse ${REQUEST}`, "saml.attribute_invalid"],
  ["InvalidIdentityToken", `Specified provider doesn't exist ${REQUEST}`, "saml.provider_missing"],
  ["InvalidIdentityToken", `Issuer not present in specified provider ${REQUEST}`, "saml.issuer_unknown"],
  [
    "InvalidIdentityToken",
    "SAML Assertion doesn't contain the requested Role and Metadata in the attributes",
    "saml.role_not_named",
  ],
  [
    "InvalidIdentityToken",
    "Responses must contain SubjectConfirmatonData with a Recipient and NotOnOrAfter",
    "saml.recipient",
  ],
  ["InvalidIdentityToken", "Response does not contain the required audience.", "saml.audience"],
  ["IDPRejectedClaim", "", "saml.rejected_by_idp"],
  ["AccessDenied", "Not authorized to perform sts:AssumeRoleWithSAML", "denied.saml"],
  ["", "Your request included an invalid SAML response. To logout, click here.", "console.response_invalid"],
];

/** The company's assertion was late, or ours. */
const lateAs = (redeemed: string, expired: string): readonly Row[] => [
  ["ExpiredTokenException", "Token must be redeemed within 5 minutes of issuance", redeemed],
  ["ExpiredTokenException", "Response has expired", expired],
];

const WEB_IDENTITY: readonly Row[] = [
  [
    "InvalidIdentityToken",
    "No OpenIDConnect provider found in your account for https://rolebridge.example",
    "oidc.provider_missing",
  ],
  ["InvalidIdentityToken", "Incorrect token audience", "oidc.audience"],
  ["InvalidIdentityToken", "Missing a required claim: aud", "oidc.token_unreadable"],
  [
    "InvalidIdentityToken",
    "Couldn't retrieve verification key from your identity provider, please reference AssumeRoleWithWebIdentity documentation for requirements",
    "oidc.keys_unreachable",
  ],
  ["InvalidIdentityToken", "Provided Token is not a Login With Amazon token", "oidc.token_unreadable"],
  [
    "InvalidIdentityToken",
    "The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)",
    "oidc.token_unreadable",
  ],
  [
    "InvalidIdentityToken",
    "OpenIDConnect provider's HTTPS certificate doesn't match configured thumbprint",
    "oidc.thumbprint",
  ],
  [
    "ExpiredTokenException",
    "Token expired: current date/time 1740387458 must be before the expiration date/time 1740319004",
    "clock.token_expired",
  ],
  ["IDPRejectedClaim", "", "oidc.rejected_by_idp"],
  ["IDPCommunicationError", "", "oidc.unusable"],
  ["AccessDenied", "Not authorized to perform sts:AssumeRoleWithWebIdentity", "denied.web_identity"],
];

const SIGNED: readonly Row[] = [
  ["MalformedInput", "missing value for decimal type", "argument.duration"],
  ["MalformedInput", "", "argument.duration"],
  ["SignatureDoesNotMatch", "Credential should be scoped to a valid region. ", "caller.scope"],
  ["SignatureDoesNotMatch", "Credential should be scoped to correct service: 'sts'. ", "caller.scope"],
  [
    "SignatureDoesNotMatch",
    "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.",
    "caller.secret_wrong",
  ],
  [
    "SignatureDoesNotMatch",
    "Signature expired: 20261122T000000Z is now earlier than 20261122T010000Z (20261122T011500Z - 15 min.)",
    "clock.signature_expired",
  ],
  ["InvalidClientTokenId", "The security token included in the request is invalid.", "caller.key_unknown"],
  ["ExpiredToken", "The security token included in the request is expired", "caller.session_expired"],
];

const ASSUME_ROLE: readonly Row[] = [
  ...SIGNED,
  ["AccessDenied", denied("sts:AssumeRole"), "denied.assume_role"],
  ["AccessDenied", denied("sts:TagSession"), "denied.tag_session"],
  ["AccessDenied", denied("sts:SetSourceIdentity"), "denied.source_identity"],
  [
    "ValidationError",
    "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.",
    "limit.chaining",
  ],
  [
    "ValidationError",
    "The source identity is already set for this assume role session",
    "argument.source_identity_set",
  ],
  [
    "InvalidParameterValue",
    "Duplicate tag keys found. Please note that Tag keys are case insensitive.",
    "argument.tags",
  ],
  [
    "InvalidParameterValue",
    "The specified transitive tag key must be included in the requested tags.",
    "argument.tags",
  ],
  [
    "InvalidParameterValue",
    "One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key from the calling session.",
    "argument.tags",
  ],
  [
    "AccessDenied",
    "MultiFactorAuthentication failed with invalid MFA one time pass code. ",
    "mfa.code_wrong",
  ],
  [
    "AccessDenied",
    "MultiFactorAuthentication failed, unable to validate MFA code.  Please verify your MFA serial number is valid and associated with this user.",
    "mfa.device_unknown",
  ],
  ["InvalidAuthorizationMessageException", "", "diagnosis.message_invalid"],
];

const OF_USERS = (action: string): readonly Row[] => [
  ["AccessDenied", `Cannot call ${action} with session credentials`, "user.called_with_session"],
  ["", "Invalid credentials parameter", "console.no_token"],
  [
    "",
    "Only federation tokens or assume role tokens may be used for federated login. Please contact your administrator.",
    "console.session_kind",
  ],
];

const TABLES: readonly (readonly [SessionPlan, readonly Row[]])[] = [
  [samlPlan(), [...ANY, ...SAML, ...lateAs("clock.redeemed_too_late", "clock.response_expired")]],
  [relayPlan(), [...ANY, ...SAML, ...lateAs("relay.too_old", "relay.too_old")]],
  [webIdentityPlan(), [...ANY, ...WEB_IDENTITY]],
  [assumeRolePlan(), [...ANY, ...ASSUME_ROLE]],
  [federationPlan(), [...SIGNED, ...OF_USERS("GetFederationToken")]],
  [sessionTokenPlan(), [...SIGNED, ...OF_USERS("GetSessionToken")]],
];

describe.each(TABLES)("AWS's answers to $kind", (plan, rows) => {
  test.each(rows)("%s “%s” is %s", (awsCode, awsMessage, entry) => {
    expect(refusalEntryFor(plan, { awsCode, awsMessage }).id).toBe(entry);
  });
});
