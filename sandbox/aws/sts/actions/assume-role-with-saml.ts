import type { Assumptions } from "../../assumptions";
import { ARN_CHARACTERS, type Constraint, checkConstraints, parseInteger } from "../../query/constraints";
import type { QueryParams } from "../../query/query-params";
import type { QueryAction } from "../../query/query-service";
import { federateWithSaml } from "../federate-with-saml";
import { assumedRoleArn, assumedRoleId } from "../session-arn";

const POLICY_CHARACTERS = {
  regex: /^[\t\n\r\u0020-\u00FF]+$/u,
  text: "[\\u0009\\u000A\\u000D\\u0020-\\u00FF]+",
};

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithSAML.html */
export const assumeRoleWithSaml: QueryAction = {
  signed: false,
  run({ cloud, request }) {
    const { params } = request;
    const durationSeconds = parseInteger(params.get("DurationSeconds"));
    checkConstraints(constraints(params, durationSeconds, cloud.assumptions));
    const { account, role, assertion, session, packedPolicySize } = federateWithSaml(
      {
        roleArn: params.get("RoleArn") ?? "",
        principalArn: params.get("PrincipalArn") ?? "",
        samlAssertion: params.get("SAMLAssertion") ?? "",
        purpose: "api",
        durationSeconds,
        policy: params.get("Policy"),
        policyArns: params.members("PolicyArns", "arn"),
        origin: {
          sourceIp: request.sourceIp,
          userAgent: request.headers["user-agent"],
          region: request.endpointRegion,
        },
      },
      cloud,
    );
    // AssumedRoleUser before Credentials is observed of AssumeRole; the order of the rest is not published.
    return {
      Audience: assertion.recipient,
      AssumedRoleUser: {
        AssumedRoleId: assumedRoleId(role, session.sessionName),
        Arn: assumedRoleArn(account, role.roleName, session.sessionName),
      },
      Credentials: {
        AccessKeyId: session.accessKeyId,
        SecretAccessKey: session.secretAccessKey,
        SessionToken: cloud.tokens.sealSession(session),
        Expiration: new Date(session.expiresAt),
      },
      Subject: assertion.subject,
      NameQualifier: assertion.nameQualifier,
      SubjectType: assertion.subjectType,
      Issuer: assertion.issuer,
      PackedPolicySize: packedPolicySize,
      SourceIdentity: assertion.sourceIdentity,
    };
  },
};

function constraints(
  params: QueryParams,
  durationSeconds: number | undefined,
  { assertionFieldName, unsignedCallsPrintValues }: Assumptions,
): Constraint[] {
  const printsValue = unsignedCallsPrintValues;
  const arn = { min: 20, max: 2048, pattern: ARN_CHARACTERS, printsValue };
  return [
    { field: "roleArn", value: params.get("RoleArn"), required: true, ...arn },
    { field: "principalArn", value: params.get("PrincipalArn"), required: true, ...arn },
    {
      field: assertionFieldName,
      value: params.get("SAMLAssertion"),
      required: true,
      min: 4,
      max: 100_000,
      // A proof of identity is never repeated, but there is nothing to hide in its absence.
      printsValue: printsValue && params.get("SAMLAssertion") === undefined,
    },
    { field: "policyArns", value: params.members("PolicyArns", "arn"), max: 10, printsValue: false },
    ...params.members("PolicyArns", "arn").map((value, index) => ({
      field: `policyArns.${index + 1}.member.arn`,
      value,
      ...arn,
    })),
    {
      field: "policy",
      value: params.get("Policy"),
      min: 1,
      max: 2048,
      pattern: POLICY_CHARACTERS,
      printsValue,
    },
    { field: "durationSeconds", value: durationSeconds, min: 900, max: 43_200, printsValue },
    {
      field: "minimumSessionTokenSize",
      value: parseInteger(params.get("MinimumSessionTokenSize")),
      min: 0,
      max: 4096,
      printsValue,
    },
  ];
}
