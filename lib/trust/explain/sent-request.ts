import type { SessionPlan } from "../../issuance/plan";

/** The call of STS as it was made, by the names of the service. Proofs, keys and codes are not in it. */
export interface SentRequest {
  readonly action: string;
  readonly region: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  /** What the proof says; absent where there is none. */
  readonly proof?: Readonly<Record<string, unknown>>;
}

const LEFT_OUT = "[left out]";

/** What a plan asks of STS, without the secrets of the moment. */
export function sentRequest(
  plan: SessionPlan,
  issuer: { readonly saml: string; readonly oidc: string },
): SentRequest {
  const { action, parameters, proof } = PARTS[plan.kind](plan as never, issuer);
  return {
    action,
    region: plan.region,
    parameters: withoutAbsent(parameters),
    ...(proof === undefined ? {} : { proof: withoutAbsent(proof) }),
  };
}

interface Parts {
  readonly action: string;
  readonly parameters: Record<string, unknown>;
  readonly proof?: Record<string, unknown>;
}
type PlanOf<Kind extends SessionPlan["kind"]> = Extract<SessionPlan, { kind: Kind }>;
type Issuers = { readonly saml: string; readonly oidc: string };

const PARTS: { readonly [Kind in SessionPlan["kind"]]: (plan: PlanOf<Kind>, issuers: Issuers) => Parts } = {
  saml: (plan, { saml }) => ({
    action: "AssumeRoleWithSAML",
    parameters: withSaml(plan),
    proof: {
      Issuer: saml,
      Recipient: plan.recipient,
      NameID: plan.sessionName,
      RoleSessionName: plan.sessionName,
      ...claims(plan),
    },
  }),
  "saml-relay": (plan) => ({
    action: "AssumeRoleWithSAML",
    parameters: withSaml(plan),
    // The rest of it is the company's, and looked at only to see whom it is for.
    ...(plan.recipient === undefined ? {} : { proof: { Recipient: plan.recipient } }),
  }),
  "web-identity": (plan, { oidc }) => ({
    action: "AssumeRoleWithWebIdentity",
    parameters: {
      RoleArn: plan.roleArn,
      RoleSessionName: plan.sessionName,
      WebIdentityToken: LEFT_OUT,
      ...limits(plan),
    },
    proof: { iss: oidc, aud: plan.audience, ...claims(plan) },
  }),
  "assume-role": (plan) => ({
    action: "AssumeRole",
    parameters: {
      RoleArn: plan.roleArn,
      RoleSessionName: plan.sessionName,
      ...limits(plan),
      ...claims(plan),
      ExternalId: plan.externalId,
      SerialNumber: plan.mfaSerial,
      TokenCode: plan.mfaSerial === undefined ? undefined : LEFT_OUT,
      throughHubRole: plan.hubRoleArn,
    },
  }),
  "federation-token": (plan) => ({
    action: "GetFederationToken",
    parameters: { Name: plan.federatedName, ...limits(plan), ...claims({ ...plan, transitiveTagKeys: [] }) },
  }),
  "session-token": (plan) => ({
    action: "GetSessionToken",
    parameters: {
      DurationSeconds: plan.durationSeconds,
      SerialNumber: plan.mfaSerial,
      TokenCode: plan.mfaSerial === undefined ? undefined : LEFT_OUT,
    },
  }),
};

function withSaml(plan: PlanOf<"saml" | "saml-relay">): Record<string, unknown> {
  return {
    RoleArn: plan.roleArn,
    PrincipalArn: plan.providerArn,
    SAMLAssertion: LEFT_OUT,
    ...limits(plan),
  };
}

function limits(plan: SessionPlan): Record<string, unknown> {
  return {
    DurationSeconds: plan.durationSeconds,
    Policy: plan.policy,
    PolicyArns: plan.policyArns.length === 0 ? undefined : plan.policyArns,
  };
}

function claims(plan: SessionPlan): Record<string, unknown> {
  return {
    Tags:
      plan.tags.length === 0
        ? undefined
        : Object.fromEntries(plan.tags.map(({ key, value }) => [key, value])),
    TransitiveTagKeys: plan.transitiveTagKeys.length === 0 ? undefined : plan.transitiveTagKeys,
    SourceIdentity: plan.sourceIdentity,
  };
}

function withoutAbsent(values: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}
