import type { Assumptions } from "../../assumptions";
import { type Constraint, checkConstraints } from "../../query/constraints";
import type { QueryParams } from "../../query/query-params";
import type { QueryAction } from "../../query/query-service";
import { federateWithSaml } from "../federate-with-saml";
import { requestOrigin } from "../request-origin";
import { wireRoleSession } from "../role-session";
import { arnConstraint, durationOf, sessionConstraints, tokenSizeConstraint } from "../session-parameters";

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithSAML.html */
export const assumeRoleWithSaml: QueryAction = {
  signed: false,
  run({ cloud, request }) {
    const { params } = request;
    checkConstraints(constraints(params, cloud.assumptions));
    const { account, role, assertion, session, packedPolicySize } = federateWithSaml(
      {
        roleArn: params.get("RoleArn") ?? "",
        principalArn: params.get("PrincipalArn") ?? "",
        samlAssertion: params.get("SAMLAssertion") ?? "",
        purpose: "api",
        durationSeconds: durationOf(params),
        policy: params.get("Policy"),
        policyArns: params.members("PolicyArns", "arn"),
        origin: requestOrigin(request),
      },
      cloud,
    );
    // AssumedRoleUser before Credentials is observed of AssumeRole; the order of the rest is not published.
    return {
      Audience: assertion.recipient,
      ...wireRoleSession({ account, role }, session, cloud),
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
  { assertionFieldName, unsignedCallsPrintValues: printsValue }: Assumptions,
): Constraint[] {
  return [
    arnConstraint("roleArn", params.get("RoleArn"), { printsValue }),
    arnConstraint("principalArn", params.get("PrincipalArn"), { printsValue }),
    {
      field: assertionFieldName,
      value: params.get("SAMLAssertion"),
      required: true,
      min: 4,
      max: 100_000,
      // A proof of identity is never repeated, but there is nothing to hide in its absence.
      printsValue: printsValue && params.get("SAMLAssertion") === undefined,
    },
    ...sessionConstraints(params, { printsValue, maxDuration: 43_200 }),
    tokenSizeConstraint(params, { printsValue }),
  ];
}
