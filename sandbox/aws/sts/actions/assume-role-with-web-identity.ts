import type { Assumptions } from "../../assumptions";
import { type Constraint, checkConstraints } from "../../query/constraints";
import type { QueryParams } from "../../query/query-params";
import type { QueryAction } from "../../query/query-service";
import { federateWithWebIdentity } from "../federate-with-web-identity";
import { requestOrigin } from "../request-origin";
import { wireRoleSession } from "../role-session";
import {
  arnConstraint,
  durationOf,
  nameConstraint,
  sessionConstraints,
  tokenSizeConstraint,
} from "../session-parameters";

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html */
export const assumeRoleWithWebIdentity: QueryAction = {
  signed: false,
  async run({ cloud, request }) {
    const { params } = request;
    checkConstraints(constraints(params, cloud.assumptions));
    const made = await federateWithWebIdentity(
      {
        roleArn: params.get("RoleArn") ?? "",
        sessionName: params.get("RoleSessionName") ?? "",
        webIdentityToken: params.get("WebIdentityToken") ?? "",
        providerId: params.get("ProviderId"),
        durationSeconds: durationOf(params),
        policy: params.get("Policy"),
        policyArns: params.members("PolicyArns", "arn"),
        origin: requestOrigin(request),
      },
      cloud,
    );
    const { token, session } = made;
    return {
      SubjectFromWebIdentityToken: token.subject,
      Audience: token.audience,
      ...wireRoleSession(made, session, cloud),
      PackedPolicySize: made.packedPolicySize,
      SourceIdentity: session.sourceIdentity,
      Provider: token.provider.url,
    };
  },
};

function constraints(
  params: QueryParams,
  { unsignedCallsPrintValues: printsValue }: Assumptions,
): Constraint[] {
  const token = params.get("WebIdentityToken");
  return [
    arnConstraint("roleArn", params.get("RoleArn"), { printsValue }),
    nameConstraint("roleSessionName", params.get("RoleSessionName"), {
      max: 64,
      required: true,
      printsValue,
    }),
    {
      field: "webIdentityToken",
      value: token,
      required: true,
      min: 4,
      max: 20_000,
      // A proof of identity is never repeated, but there is nothing to hide in its absence.
      printsValue: printsValue && token === undefined,
    },
    { field: "providerId", value: params.get("ProviderId"), min: 4, max: 2048, printsValue },
    ...sessionConstraints(params, { printsValue, maxDuration: 43_200 }),
    tokenSizeConstraint(params, { printsValue }),
  ];
}
