/** Our requests as the SDK's inputs; parameters in the service model's spelling. */
import type {
  AssumeRoleCommandInput,
  AssumeRoleWithSAMLCommandInput,
  AssumeRoleWithWebIdentityCommandInput,
  GetFederationTokenCommandInput,
  GetSessionTokenCommandInput,
} from "@aws-sdk/client-sts";
import type {
  AssumeRoleRequest,
  AssumeRoleWithSamlRequest,
  AssumeRoleWithWebIdentityRequest,
  GetFederationTokenRequest,
  GetSessionTokenRequest,
  MfaProof,
} from "./sts-port";

interface SessionLimits {
  readonly durationSeconds: number;
  readonly policy?: string;
  readonly policyArns: readonly string[];
}

/** Absent, never empty: an empty list is sent as a parameter of its own, which STS does not take. */
function limits({ durationSeconds, policy, policyArns }: SessionLimits) {
  return {
    DurationSeconds: durationSeconds,
    ...(policy === undefined ? {} : { Policy: policy }),
    ...(policyArns.length === 0 ? {} : { PolicyArns: policyArns.map((arn) => ({ arn })) }),
  };
}

function tagged(tags: readonly { readonly key: string; readonly value: string }[]) {
  return tags.length === 0 ? {} : { Tags: tags.map(({ key, value }) => ({ Key: key, Value: value })) };
}

function withMfa(mfa: MfaProof | undefined) {
  return mfa === undefined ? {} : { SerialNumber: mfa.serialNumber, TokenCode: mfa.tokenCode.reveal() };
}

export function assumeRoleWithSamlInput(request: AssumeRoleWithSamlRequest): AssumeRoleWithSAMLCommandInput {
  return {
    RoleArn: request.roleArn,
    PrincipalArn: request.principalArn,
    SAMLAssertion: request.samlAssertion.reveal(),
    ...limits(request),
  };
}

export function assumeRoleWithWebIdentityInput(
  request: AssumeRoleWithWebIdentityRequest,
): AssumeRoleWithWebIdentityCommandInput {
  return {
    RoleArn: request.roleArn,
    RoleSessionName: request.roleSessionName,
    WebIdentityToken: request.webIdentityToken.reveal(),
    ...limits(request),
  };
}

export function assumeRoleInput(request: AssumeRoleRequest): AssumeRoleCommandInput {
  const { transitiveTagKeys, sourceIdentity, externalId } = request;
  return {
    RoleArn: request.roleArn,
    RoleSessionName: request.roleSessionName,
    ...limits(request),
    ...tagged(request.tags),
    ...(transitiveTagKeys.length === 0 ? {} : { TransitiveTagKeys: [...transitiveTagKeys] }),
    ...(sourceIdentity === undefined ? {} : { SourceIdentity: sourceIdentity }),
    ...(externalId === undefined ? {} : { ExternalId: externalId }),
    ...withMfa(request.mfa),
  };
}

export function getFederationTokenInput(request: GetFederationTokenRequest): GetFederationTokenCommandInput {
  return { Name: request.name, ...limits(request), ...tagged(request.tags) };
}

export function getSessionTokenInput(request: GetSessionTokenRequest): GetSessionTokenCommandInput {
  return { DurationSeconds: request.durationSeconds, ...withMfa(request.mfa) };
}
