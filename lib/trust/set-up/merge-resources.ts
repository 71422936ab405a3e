import type { PolicyStatement } from "../policies/policy-document";
import type { AwsResource, RoleResource } from "./aws-resource";

/**
 * Two targets may need one thing: the same provider, or the same role by two doors. Each is written once; the
 * trust policies of a role become one with a statement for each door.
 */
export function mergeResources(resources: readonly AwsResource[]): readonly AwsResource[] {
  const merged = new Map<string, AwsResource>();
  for (const resource of resources) {
    const key = keyOf(resource);
    const known = merged.get(key);
    merged.set(key, known === undefined ? resource : joined(known, resource));
  }
  // Providers first: a role's trust policy names them.
  const rank = (resource: AwsResource): number => ORDER.indexOf(resource.type);
  return [...merged.values()].sort((a, b) => rank(a) - rank(b));
}

const ORDER: readonly AwsResource["type"][] = ["saml-provider", "oidc-provider", "role", "inline-policy"];

/** IAM's names differ by more than case. */
function keyOf(resource: AwsResource): string {
  switch (resource.type) {
    case "saml-provider":
      return `saml ${resource.name.toLowerCase()}`;
    case "oidc-provider":
      return `oidc ${resource.url}`;
    case "role":
      return `role ${resource.name.toLowerCase()}`;
    case "inline-policy":
      return `${resource.on} ${resource.identityName} ${resource.policyName}`.toLowerCase();
  }
}

function joined(known: AwsResource, more: AwsResource): AwsResource {
  if (known.type === "role" && more.type === "role") return joinRoles(known, more);
  if (known.type === "oidc-provider" && more.type === "oidc-provider") {
    return { ...known, audiences: [...new Set([...known.audiences, ...more.audiences])] };
  }
  if (known.type === "inline-policy" && more.type === "inline-policy") {
    const Statement = union(known.policy.Statement, more.policy.Statement);
    return { ...known, policy: { ...known.policy, Statement } };
  }
  return known;
}

function joinRoles(known: RoleResource, more: RoleResource): RoleResource {
  return {
    ...known,
    maxSessionDurationSeconds: Math.max(known.maxSessionDurationSeconds, more.maxSessionDurationSeconds),
    trustPolicy: {
      ...known.trustPolicy,
      Statement: union(known.trustPolicy.Statement, more.trustPolicy.Statement),
    },
  };
}

function union(
  known: readonly PolicyStatement[],
  more: readonly PolicyStatement[],
): readonly PolicyStatement[] {
  const texts = new Set(known.map((statement) => JSON.stringify(statement)));
  return [...known, ...more.filter((statement) => !texts.has(JSON.stringify(statement)))];
}
