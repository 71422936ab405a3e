import { randomUUID } from "node:crypto";
import type { SessionTagRule } from "../../entitlements/model";
import { AppError } from "../../errors/app-error";
import type { Connection, ConnectionDraft, ConnectionStore } from "../../flows/ports";
import type { AttributeMapping } from "../../identity/identity";
import type { Sealer } from "../../keys/sealing";
import type { SamlIdpSettings } from "../../saml/idp-settings";
import { Secret } from "../../secret/secret";
import { withoutNulls } from "../columns";
import { Prisma } from "../generated/client";
import { afterCursor, contains, orderAndLimit, type PageOrder, pageOf, sortKeyColumn } from "../paging";
import { isStorable } from "../storable";
import { deleting } from "../translate-error";
import { isUuid, type StoreClient } from "./client";

interface ConnectionColumns {
  readonly id: string;
  readonly slug: string;
  readonly display_name: string;
  readonly kind: "saml" | "oidc";
  readonly enabled: boolean;
  readonly attribute_mapping: AttributeMapping;
  readonly saml_idp: SamlIdpSettings;
  readonly metadata_url: string | null;
  readonly allow_idp_initiated: boolean;
  readonly issuer: string;
  readonly client_id: string;
  readonly client_secret_sealed: Uint8Array;
  readonly scopes: readonly string[];
  readonly session_tags: readonly SessionTagRule[];
  readonly tag_attributes: readonly string[] | null;
  readonly mfa_claims: readonly string[];
  readonly mfa_request: readonly string[];
}

const COLUMNS = Prisma.sql`c.id, c.slug, c.display_name, c.kind, c.enabled, c.attribute_mapping, c.saml_idp,
  c.metadata_url, c.allow_idp_initiated, c.issuer, c.client_id, c.client_secret_sealed, c.scopes,
  c.session_tags, c.tag_attributes, c.mfa_claims, c.mfa_request`;

const ORDER: PageOrder = {
  columns: [
    { by: Prisma.sql`lower(c.display_name)`, type: "text" },
    { by: Prisma.sql`c.id`, type: "uuid" },
  ],
  direction: "ASC",
};

export function connectionStore({ prisma, sql }: StoreClient, sealer: Sealer): ConnectionStore {
  const toConnection = (row: ConnectionColumns) => connectionOf(row, sealer);
  return {
    list: async (query) => {
      const rows = await sql.rows<ConnectionColumns & { sort_key: string[] }>(Prisma.sql`
        SELECT ${COLUMNS}, ${sortKeyColumn(ORDER)} FROM connection c
        WHERE ${afterCursor(ORDER, query.cursor)}
          AND ${contains(query, [Prisma.sql`c.slug`, Prisma.sql`c.display_name`])}
        ${orderAndLimit(ORDER, query.limit)}`);
      return pageOf(rows, query.limit, toConnection);
    },

    bySlug: async (slug) => {
      if (!isStorable(slug)) return undefined;
      const [row] = await sql.rows<ConnectionColumns>(
        Prisma.sql`SELECT ${COLUMNS} FROM connection c WHERE c.slug = ${slug}`,
      );
      return row && toConnection(row);
    },

    holdEnabled: async (slugs) => {
      // In one order for everybody: two who want the same rows must not wait for each other.
      const rows = await sql.rows<{ slug: string; enabled: boolean }>(Prisma.sql`
        SELECT slug, enabled FROM connection WHERE slug = ANY(${[...slugs]}::text[]) ORDER BY slug FOR UPDATE`);
      return rows.filter(({ enabled }) => enabled).map(({ slug }) => slug);
    },

    create: async (draft) => {
      // Known before the row is: the client secret is sealed for this very row.
      const id = randomUUID();
      await prisma.connection.create({ data: { id, ...columnsOf(id, draft, sealer) }, select: { id: true } });
      return { ...draft, id };
    },

    update: async (id, draft) => {
      if (!isUuid(id)) throw new AppError("admin.not_found");
      const data = columnsOf(id, draft, sealer);
      const { count } = await prisma.connection.updateMany({ where: { id }, data });
      if (count === 0) throw new AppError("admin.not_found");
      return { ...draft, id };
    },

    delete: async (id) => {
      if (!isUuid(id)) throw new AppError("admin.not_found");
      await forgetPeople({ prisma, sql }, id);
      const { count } = await deleting(prisma.connection.deleteMany({ where: { id } }));
      if (count === 0) throw new AppError("admin.not_found");
    },
  };
}

/** What the IdP said of its people goes with it; what stays of each is the row that keeps the session name. */
async function forgetPeople({ prisma }: StoreClient, connectionId: string): Promise<void> {
  await prisma.appSession.deleteMany({ where: { person: { connectionId } } });
  await prisma.passkey.deleteMany({ where: { person: { connectionId } } });
  await prisma.person.updateMany({
    where: { connectionId },
    data: { email: null, displayName: "", groups: [], groupsClaim: "missing", attributes: [] },
  });
}

/** Every column by name, those of the other kind empty; a client's own fields never reach Prisma (W12). */
function columnsOf(id: string, draft: ConnectionDraft, sealer: Sealer) {
  const common = {
    slug: draft.slug,
    displayName: draft.displayName,
    kind: draft.kind,
    enabled: draft.enabled,
    attributeMapping: jsonOf(draft.attributeMapping),
    sessionTags: draft.tagPolicy.sessionTags.map((rule) => ({ ...rule })),
    tagAttributes:
      draft.tagPolicy.tagAttributes === undefined ? Prisma.DbNull : [...draft.tagPolicy.tagAttributes],
    mfaClaims: [...draft.mfa.claims],
    mfaRequest: [...draft.mfa.request],
  };
  if (draft.kind === "saml") {
    return {
      ...common,
      samlIdp: jsonOf(draft.samlIdp),
      metadataUrl: draft.metadataUrl ?? null,
      allowIdpInitiated: draft.allowIdpInitiated,
      issuer: null,
      clientId: null,
      clientSecretSealed: null,
      scopes: [],
    };
  }
  const secret = Buffer.from(draft.clientSecret.reveal(), "utf8");
  return {
    ...common,
    samlIdp: Prisma.DbNull,
    metadataUrl: null,
    allowIdpInitiated: false,
    issuer: draft.issuer,
    clientId: draft.clientId,
    clientSecretSealed: new Uint8Array(sealer.seal(placeOf(id), secret)),
    scopes: [...draft.scopes],
  };
}

function jsonOf(value: object): Prisma.InputJsonObject {
  return JSON.parse(JSON.stringify(value));
}

function connectionOf(row: ConnectionColumns, sealer: Sealer): Connection {
  const common = {
    id: row.id,
    slug: row.slug,
    displayName: row.display_name,
    enabled: row.enabled,
    attributeMapping: row.attribute_mapping,
    tagPolicy: withoutNulls({ sessionTags: row.session_tags, tagAttributes: row.tag_attributes }),
    mfa: { claims: row.mfa_claims, request: row.mfa_request },
  };
  if (row.kind === "saml") {
    const { saml_idp: samlIdp, metadata_url: metadataUrl, allow_idp_initiated: allowIdpInitiated } = row;
    return { ...common, kind: "saml", ...withoutNulls({ samlIdp, metadataUrl, allowIdpInitiated }) };
  }
  const secret = Buffer.from(sealer.open(placeOf(row.id), row.client_secret_sealed)).toString("utf8");
  return {
    ...common,
    kind: "oidc",
    issuer: row.issuer,
    clientId: row.client_id,
    clientSecret: new Secret(secret),
    scopes: row.scopes,
  };
}

function placeOf(id: string) {
  return { purpose: "connection/client-secret", id } as const;
}
