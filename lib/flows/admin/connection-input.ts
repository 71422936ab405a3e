import { z } from "zod";
import { AppError } from "../../errors/app-error";
import { discoveryUrl, readDiscovery } from "../../oidc/discovery";
import { readIdentityProviderMetadata } from "../../saml/identity-provider-metadata";
import type { SamlIdpSettings } from "../../saml/idp-settings";
import { Secret } from "../../secret/secret";
import type { FlowContext } from "../flow-context";
import type { Connection, ConnectionDraft } from "../ports";
import { defaultPolicies, POLICY_FIELDS, tagAttributes, takePolicies } from "./connection-policies";
import { flag, label, wanted } from "./fields";
import { parseInput, refuseField } from "./parse-input";

/** Reading what an identity provider publishes about itself. */
type Context = Pick<FlowContext, "clock" | "settings" | "documents">;

const slug = z
  .string({ error: wanted("text") })
  .regex(
    /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/,
    "must be 1 to 63 lower-case letters, digits and hyphens: it becomes part of addresses",
  );

const scopeList = z
  .array(z.string().regex(/^[\x21\x23-\x5b\x5d-\x7e]{1,100}$/, "must be a scope without spaces"), {
    error: "must be a list of scopes",
  })
  .max(30, "must have at most 30 scopes")
  .refine((scopes) => scopes.includes("openid"), "must hold openid");

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

/** What the identity provider itself is. */
const SAML_FIELDS = { metadataXml, metadataUrl };
const OIDC_FIELDS = { issuer, clientId, clientSecret };

const NEW = {
  slug,
  displayName: label(100),
  enabled: flag.default(true),
  tagAttributes: tagAttributes.optional(),
  ...POLICY_FIELDS,
};

const samlSchema = z.strictObject({
  kind: z.literal("saml"),
  ...NEW,
  ...SAML_FIELDS,
  allowIdpInitiated: flag.default(false),
});

const oidcSchema = z.strictObject({
  kind: z.literal("oidc"),
  ...NEW,
  ...OIDC_FIELDS,
  scopes: scopeList.default(["openid", "profile", "email"]),
});

const kindSchema = z.looseObject(
  { kind: z.enum(["saml", "oidc"], { error: "must be saml or oidc" }) },
  { error: "must be a JSON object" },
);

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
  const before = defaultPolicies(kind);
  if (kind === "saml") {
    const { metadataXml: xml, metadataUrl: url, ...parsed } = parseInput(samlSchema, input);
    const { policies, rest } = takePolicies(before, parsed);
    const samlIdp = await samlIdpOf(context, { metadataXml: xml, metadataUrl: url });
    return { ...rest, ...policies, samlIdp, ...(url === undefined ? {} : { metadataUrl: url }) };
  }
  const { policies, rest } = takePolicies(before, parseInput(oidcSchema, input));
  await checkIssuer(context, rest.issuer);
  return { ...rest, ...policies };
}

const CHANGE = {
  displayName: label(100),
  enabled: flag,
  tagAttributes: tagAttributes.nullable(),
  ...POLICY_FIELDS,
};

const samlPatch = z.strictObject({ ...CHANGE, ...SAML_FIELDS, allowIdpInitiated: flag }).partial();

const oidcPatch = z.strictObject({ ...CHANGE, ...OIDC_FIELDS, scopes: scopeList }).partial();

/** Both are part of addresses that identity providers and browsers already know. */
function refuseFixed(patch: unknown): void {
  if (typeof patch !== "object" || patch === null) return;
  for (const field of ["slug", "kind"]) {
    if (field in patch) refuseField(field, "cannot be changed: make a new connection instead");
  }
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
    const { policies, rest } = takePolicies(current, parsed);
    const { id: _, metadataUrl: oldUrl, ...kept } = current;
    const isNew = xml !== undefined || url !== undefined;
    // Pasted metadata replaces what the address said; the address would only mislead.
    const source = isNew ? url : oldUrl;
    return {
      ...kept,
      ...withoutUndefined(rest),
      ...policies,
      ...(isNew ? { samlIdp: await samlIdpOf(context, { metadataXml: xml, metadataUrl: url }) } : {}),
      ...(source === undefined ? {} : { metadataUrl: source }),
    };
  }
  const { policies, rest } = takePolicies(current, parseInput(oidcPatch, patch));
  if (rest.issuer !== undefined) await checkIssuer(context, rest.issuer);
  const { id: _, ...kept } = current;
  return { ...kept, ...withoutUndefined(rest), ...policies };
}
