/**
 * The trust policy of a role: exactly what one kind of session needs, and nothing for anybody else.
 * Sources: IAM User Guide, condition keys for SAML, web identity and STS; session tags; source identity.
 */
import type { RoleDoor, RoleNeed } from "../role-need";
import type { TrustConditions } from "../trust-settings";
import { oneOrMany, type PolicyConditions, type PolicyDocument, policyOf } from "./policy-document";

type Block = Record<string, Record<string, string | readonly string[]>>;

/** What a role's trust policy must say for `need`, with the conditions an administrator adds. */
export function trustPolicyFor(need: RoleNeed, conditions: TrustConditions = {}): PolicyDocument {
  const { door } = need;
  const block: Block = {};
  addDoor(block, door);
  addTags(block, need);
  addLimits(block, door, conditions);
  return policyOf({
    Effect: "Allow",
    Principal: door.by === "caller" ? { AWS: door.callerArn } : { Federated: door.providerArn },
    Action: oneOrMany([ACTION[door.by], ...extraActions(need)]),
    ...conditionOf(block),
  });
}

/** The trust policy of the hub role, which lets nobody in but Rolebridge; absent without a hub. */
export function hubTrustPolicyFor(
  need: RoleNeed,
  conditions: TrustConditions = {},
): PolicyDocument | undefined {
  const { door } = need;
  if (door.by !== "caller" || door.hub === undefined) return undefined;
  const block: Block = {};
  if (door.mfa) addMfa(block, conditions);
  addPlaceAndTime(block, conditions);
  return policyOf({
    Effect: "Allow",
    Principal: { AWS: door.hub.callerArn },
    Action: "sts:AssumeRole",
    ...conditionOf(block),
  });
}

const ACTION: Readonly<Record<RoleDoor["by"], string>> = {
  saml: "sts:AssumeRoleWithSAML",
  oidc: "sts:AssumeRoleWithWebIdentity",
  caller: "sts:AssumeRole",
};

/** Actions beside assuming the role; a session that has tags or a source identity is refused without them. */
export function extraActions(need: Pick<RoleNeed, "tagKeys" | "sourceIdentity">): readonly string[] {
  return [
    ...(need.tagKeys.length > 0 ? ["sts:TagSession"] : []),
    ...(need.sourceIdentity ? ["sts:SetSourceIdentity"] : []),
  ];
}

function addDoor(block: Block, door: RoleDoor): void {
  if (door.by === "saml") {
    add(block, "StringEquals", "SAML:aud", door.recipient);
    if (door.issuer !== undefined) add(block, "StringEquals", "SAML:iss", door.issuer);
    if (door.subjectType !== undefined) add(block, "StringEquals", "SAML:sub_type", door.subjectType);
  }
  if (door.by === "oidc") {
    const provider = door.providerArn.slice(
      door.providerArn.indexOf("oidc-provider/") + "oidc-provider/".length,
    );
    add(block, "StringEquals", `${provider}:aud`, door.audience);
    // Who people are; tokens for anything else that this issuer may come to sign open no role.
    add(block, "StringLike", `${provider}:sub`, "user:*");
    // Our tokens name the one role they are for; a token for another role must not open this one.
    add(block, "Bool", "sts:RoleAuthorizedByIdp", "true");
  }
  if (door.by === "caller" && door.externalId !== undefined) {
    add(block, "StringEquals", "sts:ExternalId", door.externalId);
  }
}

/** Only the tags that are used: ForAllValues holds for a session without tags too. */
function addTags(block: Block, { tagKeys, transitiveTagKeys }: RoleNeed): void {
  if (tagKeys.length > 0) {
    add(block, "ForAllValues:StringEquals", "aws:TagKeys", oneOrMany(tagKeys));
  }
  if (transitiveTagKeys.length > 0) {
    add(block, "ForAllValues:StringEquals", "sts:TransitiveTagKeys", oneOrMany(transitiveTagKeys));
  }
}

function addLimits(block: Block, door: RoleDoor, conditions: TrustConditions): void {
  // A code shown to the hub does not travel: a role behind a hub cannot ask for one.
  if (door.by === "caller" && door.mfa && door.hub === undefined) addMfa(block, conditions);
  addPlaceAndTime(block, conditions);
}

function addMfa(block: Block, { mfaMaxAgeSeconds }: TrustConditions): void {
  add(block, "Bool", "aws:MultiFactorAuthPresent", "true");
  if (mfaMaxAgeSeconds !== undefined) {
    add(block, "NumericLessThan", "aws:MultiFactorAuthAge", String(mfaMaxAgeSeconds));
  }
}

function addPlaceAndTime(block: Block, { sourceIps, notAfter }: TrustConditions): void {
  if (sourceIps !== undefined && sourceIps.length > 0) {
    add(block, "IpAddress", "aws:SourceIp", oneOrMany(sourceIps));
  }
  if (notAfter !== undefined) add(block, "DateLessThan", "aws:CurrentTime", toIamDate(notAfter));
}

function add(block: Block, operator: string, key: string, value: string | readonly string[]): void {
  block[operator] = { ...block[operator], [key]: value };
}

function conditionOf(block: Block): { readonly Condition?: PolicyConditions } {
  return Object.keys(block).length === 0 ? {} : { Condition: block };
}

/** IAM's dates have whole seconds. */
export function toIamDate(date: Date): string {
  return date.toISOString().replace(/\.\d{3}Z$/, "Z");
}
