import type { Assumptions } from "../../assumptions";
import { type Constraint, checkConstraints } from "../../query/constraints";
import type { QueryParams } from "../../query/query-params";
import type { QueryAction } from "../../query/query-service";
import { signedRegion } from "../../sigv4/credential";
import { assumeRole as makeSession } from "../assume-role";
import { requestOrigin } from "../request-origin";
import { wireRoleSession } from "../role-session";
import {
  arnConstraint,
  durationOf,
  mfaConstraints,
  nameConstraint,
  readTags,
  sessionConstraints,
  tagConstraints,
  tokenSizeConstraint,
} from "../session-parameters";

const PRINTED = { printsValue: true };

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
export const assumeRole: QueryAction = {
  signed: true,
  run({ cloud, request }, caller) {
    const { params } = request;
    checkConstraints(constraints(params, cloud.assumptions));
    const made = makeSession(
      {
        roleArn: params.get("RoleArn") ?? "",
        sessionName: params.get("RoleSessionName") ?? "",
        durationSeconds: durationOf(params),
        policy: params.get("Policy"),
        policyArns: params.members("PolicyArns", "arn"),
        requestedTags: readTags(params),
        sourceIdentity: params.get("SourceIdentity"),
        externalId: params.get("ExternalId"),
        mfa: { serialNumber: params.get("SerialNumber"), tokenCode: params.get("TokenCode") },
        origin: requestOrigin(request, signedRegion(request)),
      },
      caller,
      cloud,
    );
    return {
      ...wireRoleSession(made, made.session, cloud),
      PackedPolicySize: made.packedPolicySize,
      SourceIdentity: made.session.sourceIdentity,
    };
  },
};

function constraints(params: QueryParams, { sourceIdentityMaxLength }: Assumptions): Constraint[] {
  return [
    arnConstraint("roleArn", params.get("RoleArn"), PRINTED),
    nameConstraint("roleSessionName", params.get("RoleSessionName"), { max: 64, required: true, ...PRINTED }),
    ...sessionConstraints(params, { maxDuration: 43_200, ...PRINTED }),
    ...tagConstraints(params),
    {
      field: "externalId",
      value: params.get("ExternalId"),
      min: 2,
      max: 1224,
      pattern: { regex: /^[\w+=,.@:/-]*$/, text: "[\\w+=,.@:\\/-]*" },
    },
    ...mfaConstraints(params),
    nameConstraint("sourceIdentity", params.get("SourceIdentity"), {
      max: sourceIdentityMaxLength,
      required: false,
      ...PRINTED,
    }),
    tokenSizeConstraint(params, PRINTED),
  ];
}
