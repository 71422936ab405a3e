import { z } from "zod";
import { sessionTagsFault } from "../../aws/session-tags";
import type { SessionTagRule, TagPolicy } from "../../entitlements/model";
import { AppError } from "../../errors/app-error";
import { completeMapping } from "../../identity/attribute-mapping";
import type { AttributeMapping } from "../../identity/identity";
import { discoveryUrl, readDiscovery } from "../../oidc/discovery";
import { readIdentityProviderMetadata } from "../../saml/identity-provider-metadata";
import type { SamlIdpSettings } from "../../saml/idp-settings";
import { Secret } from "../../secret/secret";
import type { FlowContext } from "../flow-context";
import type { Connection, ConnectionDraft } from "../ports";
import { MFA_FIELDS, mfaPolicyOf } from "./connection-mfa";
import { exactName, flag, label, wanted } from "./fields";
import { parseInput, refuseField } from "./parse-input";
import { asContinuation, sessionTagRules } from "./session-tag-fields";

/** Reading what an identity provider publishes about itself. */
type Context = Pick<FlowContext, "clock" | "settings" | "documents">;

const MAX_NAMES = 20;
const MAX_TAG_ATTRIBUTES = 100;

const slug = z
  .string({ error: wanted("text") })
  .regex(
    /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/,
    "must be 1 to 63 lower-case letters, digits and hyphens: it becomes part of addresses",
  );

const attributeNames = z
  .union([exactName().transform((name) => [name]), z.array(exactName()).min(1).max(MAX_NAMES)], {
    error: `must be the name of an attribute, or a list of 1 to ${MAX_NAMES}`,
  })
  .optional();

const mapping = z.strictObject(
  { username: attributeNames, email: attributeNames, displayName: attributeNames, groups: attributeNames },
  { error: "must be an object with username, email, displayName and groups" },
);

const scopeList = z
  .array(z.string().regex(/^[\x21\x23-\x5b\x5d-\x7e]{1,100}$/, "must be a scope without spaces"), {
    error: "must be a list of scopes",
  })
  .max(30, "must have at most 30 scopes")
  .refine((scopes) => scopes.includes("openid"), "must hold openid");

/** The attributes that may become session tags. */
const tagAttributes = z
  .array(exactName(), { error: "must be a list of names of attributes" })
  .max(MAX_TAG_ATTRIBUTES, `must have at most ${MAX_TAG_ATTRIBUTES} names`);

const metadataXml = z.string({ error: wanted("text") }).optional();
const metadataUrl = label(2_000).optional();
const issuer = label(1_000);
const clientId = label(500);
const clientSecret = z
  .string({ error: wanted("text") })
  .min(1, "must not be empty")
  .max(2_000, "must have at most 2000 characters")
  .regex(/^[\x20-\x7e]+$/, "must be printable ASCII: copy it again")
  .transform((text) => new Secret(text));

const samlSchema = z.strictObject({
  slug,
  displayName: label(100),
  kind: z.literal("saml"),
  enabled: flag.default(true),
  metadataXml,
  metadataUrl,
  attributeMapping: mapping.default({}),
  sessionTags: sessionTagRules.default([]),
  tagAttributes: tagAttributes.optional(),
  ...MFA_FIELDS,
  allowIdpInitiated: flag.default(false),
});

const oidcSchema = z.strictObject({
  slug,
  displayName: label(100),
  kind: z.literal("oidc"),
  enabled: flag.default(true),
  issuer,
  clientId,
  clientSecret,
  scopes: scopeList.default(["openid", "profile", "email"]),
  attributeMapping: mapping.default({}),
  sessionTags: sessionTagRules.default([]),
  tagAttributes: tagAttributes.optional(),
  ...MFA_FIELDS,
});

const kindSchema = z.looseObject(
  { kind: z.enum(["saml", "oidc"], { error: "must be saml or oidc" }) },
  { error: "must be a JSON object" },
);

/** A rule whose attribute may not become a tag would refuse every session. */
function tagPolicyOf(
  sessionTags: readonly SessionTagRule[],
  names: readonly string[] | null | undefined,
): TagPolicy {
  const fault = sessionTagsFault(
    sessionTags.map((rule) => ({ key: rule.key, value: "value" in rule ? rule.value : "" })),
    [],
  );
  if (fault) refuseField("sessionTags", asContinuation(fault));
  const mapped = sessionTags.flatMap((rule) => ("attribute" in rule ? [rule.attribute] : []));
  const untrusted = mapped.find((name) => names && !names.includes(name));
  if (untrusted !== undefined) {
    refuseField("tagAttributes", `must hold ${untrusted}, which a session tag takes its value from`);
  }
  return names ? { sessionTags, tagAttributes: names } : { sessionTags };
}

function tagPolicyAfter(
  { tagPolicy }: Connection,
  sessionTags: readonly SessionTagRule[] | undefined,
  names: readonly string[] | null | undefined,
): TagPolicy {
  return tagPolicyOf(
    sessionTags ?? tagPolicy.sessionTags,
    names === undefined ? tagPolicy.tagAttributes : names,
  );
}

async function samlIdpOf(
  { clock, settings, documents }: Context,
  input: { readonly metadataXml?: string | undefined; readonly metadataUrl?: string | undefined },
): Promise<SamlIdpSettings> {
  if (input.metadataXml !== undefined && input.metadataUrl !== undefined) {
    refuseField("metadataUrl", "cannot stand beside metadataXml: send one of them");
  }
  const field = input.metadataUrl === undefined ? "metadataXml" : "metadataUrl";
  const xml =
    input.metadataXml ?? (input.metadataUrl && (await inField(field, documents.read(input.metadataUrl))));
  if (xml === undefined) refuseField("metadataXml", "is required, or metadataUrl");
  const rules = { now: clock.now(), insecureHttpOnLoopback: settings.insecureHttpOnLoopback };
  return inField(
    field,
    Promise.resolve().then(() => readIdentityProviderMetadata(xml, rules)),
  );
}

async function checkIssuer({ documents }: Context, issuerUrl: string): Promise<void> {
  await inField(
    "issuer",
    documents.read(discoveryUrl(issuerUrl)).then((text) => readDiscovery(issuerUrl, text)),
  );
}

/** Keeps the code and what may be shown, and says which field it is about. */
async function inField<T>(field: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof AppError) || error.detail === undefined) throw error;
    const { code, detail, reason, cause } = error;
    const fields = [{ field, message: detail }];
    throw new AppError(code, { detail, fields, cause, ...(reason === undefined ? {} : { reason }) });
  }
}

/**
 * A new connection. The identity provider's own document is read now, so that a connection that cannot work
 * is not made.
 * @throws AppError `request.invalid`, `admin.metadata_invalid`, `admin.fetch_failed`
 */
export async function parseConnection(context: Context, input: unknown): Promise<ConnectionDraft> {
  const { kind } = parseInput(kindSchema, input);
  if (kind === "saml") {
    const { metadataXml: xml, metadataUrl: url, ...parsed } = parseInput(samlSchema, input);
    const { attributeMapping, sessionTags, tagAttributes: names, mfaClaims, mfaRequest, ...fields } = parsed;
    const samlIdp = await samlIdpOf(context, { metadataXml: xml, metadataUrl: url });
    return {
      ...fields,
      samlIdp,
      attributeMapping: completeMapping("saml", attributeMapping),
      tagPolicy: tagPolicyOf(sessionTags, names),
      mfa: mfaPolicyOf(mfaClaims, mfaRequest),
      ...(url === undefined ? {} : { metadataUrl: url }),
    };
  }
  const {
    attributeMapping,
    sessionTags,
    tagAttributes: names,
    mfaClaims,
    mfaRequest,
    ...fields
  } = parseInput(oidcSchema, input);
  await checkIssuer(context, fields.issuer);
  return {
    ...fields,
    attributeMapping: completeMapping("oidc", attributeMapping),
    tagPolicy: tagPolicyOf(sessionTags, names),
    mfa: mfaPolicyOf(mfaClaims, mfaRequest),
  };
}

const samlPatch = z
  .strictObject({
    displayName: label(100),
    enabled: flag,
    metadataXml,
    metadataUrl,
    attributeMapping: mapping,
    sessionTags: sessionTagRules,
    tagAttributes: tagAttributes.nullable(),
    ...MFA_FIELDS,
    allowIdpInitiated: flag,
  })
  .partial();

const oidcPatch = z
  .strictObject({
    displayName: label(100),
    enabled: flag,
    issuer,
    clientId,
    clientSecret,
    scopes: scopeList,
    attributeMapping: mapping,
    sessionTags: sessionTagRules,
    tagAttributes: tagAttributes.nullable(),
    ...MFA_FIELDS,
  })
  .partial();

/** Both are part of addresses that identity providers and browsers already know. */
function refuseFixed(patch: unknown): void {
  if (typeof patch !== "object" || patch === null) return;
  for (const field of ["slug", "kind"]) {
    if (field in patch) refuseField(field, "cannot be changed: make a new connection instead");
  }
}

function mappingAfter(
  current: Connection,
  patch: { readonly [K in keyof AttributeMapping]?: readonly string[] | undefined } | undefined,
): AttributeMapping {
  return patch === undefined
    ? current.attributeMapping
    : { ...current.attributeMapping, ...withoutUndefined(patch) };
}

function withoutUndefined<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}

/**
 * A changed connection: fields that are not sent stay, the client secret as well.
 * @throws AppError `request.invalid`, `admin.metadata_invalid`, `admin.fetch_failed`
 */
export async function patchConnection(
  context: Context,
  current: Connection,
  patch: unknown,
): Promise<ConnectionDraft> {
  refuseFixed(patch);
  if (current.kind === "saml") {
    const { metadataXml: xml, metadataUrl: url, ...parsed } = parseInput(samlPatch, patch);
    const { attributeMapping, sessionTags, tagAttributes: names, mfaClaims, mfaRequest, ...fields } = parsed;
    const { id: _, metadataUrl: oldUrl, ...kept } = current;
    const isNew = xml !== undefined || url !== undefined;
    // Pasted metadata replaces what the address said; the address would only mislead.
    const source = isNew ? url : oldUrl;
    return {
      ...kept,
      ...withoutUndefined(fields),
      attributeMapping: mappingAfter(current, attributeMapping),
      tagPolicy: tagPolicyAfter(current, sessionTags, names),
      mfa: mfaPolicyOf(mfaClaims, mfaRequest, current.mfa),
      ...(isNew ? { samlIdp: await samlIdpOf(context, { metadataXml: xml, metadataUrl: url }) } : {}),
      ...(source === undefined ? {} : { metadataUrl: source }),
    };
  }
  const {
    attributeMapping,
    sessionTags,
    tagAttributes: names,
    mfaClaims,
    mfaRequest,
    ...fields
  } = parseInput(oidcPatch, patch);
  if (fields.issuer !== undefined) await checkIssuer(context, fields.issuer);
  const { id: _, ...kept } = current;
  return {
    ...kept,
    ...withoutUndefined(fields),
    attributeMapping: mappingAfter(current, attributeMapping),
    tagPolicy: tagPolicyAfter(current, sessionTags, names),
    mfa: mfaPolicyOf(mfaClaims, mfaRequest, current.mfa),
  };
}
