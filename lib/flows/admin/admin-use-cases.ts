/** What administrators and auditors can ask. Part of `use-cases.ts`, which lists everything. */
import type { ChainHead } from "../../audit/chain";
import type { AuditEvent } from "../../audit/event";
import type { AccessKey, Account, Grant, SessionTagRule, Target } from "../../entitlements/model";
import type { Actor } from "../../identity/actor";
import type { MappingPreset } from "../../identity/attribute-mapping";
import type { AttributeMapping, Identity } from "../../identity/identity";
import type { KeyPurpose, KeyStatus } from "../../keys/key-store";
import type { AuditQuery } from "../audit-ports";
import type { ListQuery, Page } from "../ports";
import type { AdminProvisioningUseCases } from "../provisioning/admin-provisioning-use-cases";
import type { PasskeyView } from "../step-up/step-up-use-cases";
import type { PersonUseCases } from "./person-use-cases";

/** The connection as an administrator sees it: no secret, and what the IdP's admin must enter. */
export interface ConnectionView {
  readonly id: string;
  readonly slug: string;
  readonly displayName: string;
  readonly kind: "saml" | "oidc";
  readonly enabled: boolean;
  readonly attributeMapping: AttributeMapping;
  readonly sessionTags: readonly SessionTagRule[];
  /** Absent: every attribute may become a session tag. */
  readonly tagAttributes?: readonly string[];
  /** Words of `amr`, `acr` or AuthnContextClassRef that stand for a second factor. */
  readonly mfaClaims: readonly string[];
  /** What it is asked for where a second factor is needed. */
  readonly mfaRequest: readonly string[];
  readonly saml?: {
    readonly idpEntityId: string;
    readonly ssoUrl: string;
    readonly ssoBinding: "redirect" | "post";
    readonly certificates: readonly {
      readonly subject: string;
      readonly notAfter: Date;
      readonly sha256: string;
    }[];
    readonly allowIdpInitiated: boolean;
    readonly metadataUrl?: string;
    /** For the IdP's admin. */
    readonly sp: {
      readonly entityId: string;
      readonly acsUrl: string;
      readonly metadataUrl: string;
      readonly logoutUrl: string;
    };
    /** Where it takes sign-outs; absent when its metadata offers none. */
    readonly sloUrl?: string;
    /** ACS of the identity provider's app for AWS, for targets of kind `saml-relay`. */
    readonly relayUrl: string;
  };
  readonly oidc?: {
    readonly issuer: string;
    readonly clientId: string;
    readonly scopes: readonly string[];
    /** For the IdP's admin. */
    readonly redirectUri: string;
    readonly backchannelLogoutUri: string;
    readonly postLogoutRedirectUri: string;
  };
}

export type TargetView = Target & { readonly accountName: string };

export type GrantView = Grant & {
  readonly targetName: string;
  /** Absent where no role is assumed. */
  readonly roleArn?: string;
  readonly accountId: string;
  readonly accountName: string;
  readonly state: "active" | "not_yet" | "expired";
};

/** The secret is nowhere in it. */
export type AccessKeyView = AccessKey & {
  readonly targetCount: number;
  /** Asked for one key only. */
  readonly usedBy?: readonly {
    readonly id: string;
    readonly name: string;
    readonly accountId: string;
    readonly accountName: string;
  }[];
};

/** What a deletion takes away, told before it is done. */
export interface Consequences {
  readonly summary: string;
  readonly peopleLosingAccess: readonly {
    readonly username: string;
    readonly displayName: string;
    readonly connection: string;
  }[];
  readonly removes: readonly {
    readonly kind: "target" | "grant" | "connection" | "account" | "session";
    readonly count: number;
  }[];
}

export interface Weakness {
  /** Name of the setting, or of what an administrator made. */
  readonly what: string;
  /** Where it is changed, when that is here. */
  readonly link?: string;
  readonly because: string;
  readonly mend: string;
}

export interface SigningKeyView {
  readonly id: string;
  readonly purpose: KeyPurpose;
  readonly status: KeyStatus;
  readonly subject: string;
  readonly notAfter: Date;
  readonly createdAt: Date;
  readonly sha256: string;
  readonly certificatePem: string;
}

/**
 * One collection of the admin API. Inputs are what a client sent, unparsed: the use-case validates
 * (`request.invalid` with `fields`), refuses unknown fields, checks the role, changes and audits.
 */
export interface Collection<View, Query = ListQuery> {
  list(actor: Actor, query: Query): Promise<Page<View>>;
  get(actor: Actor, id: string): Promise<View>;
  create(actor: Actor, input: unknown): Promise<View>;
  update(actor: Actor, id: string, input: unknown): Promise<View>;
  delete(actor: Actor, id: string): Promise<void>;
  consequencesOfDelete(actor: Actor, id: string): Promise<Consequences>;
}

export interface AdminUseCases {
  /** `id` is the slug or the id. */
  readonly connections: Collection<ConnectionView>;
  /** `id` is the 12-digit number. */
  readonly accounts: Collection<Account & { readonly id: string; readonly targetCount: number }>;
  readonly targets: Collection<TargetView, ListQuery & { readonly accountId?: string }>;
  readonly grants: Collection<
    GrantView,
    ListQuery & { readonly targetId?: string; readonly accountId?: string }
  >;
  /** `id` is the access key id. A key is replaced and not changed. */
  readonly accessKeys: Omit<Collection<AccessKeyView>, "update" | "consequencesOfDelete">;
  /** What identity providers send by their own instructions, to begin an attribute mapping with. */
  readonly mappingPresets: Readonly<Record<MappingPreset, AttributeMapping>>;
  readonly keys: {
    /** Every key of every purpose, retired ones too. */
    list(actor: Actor): Promise<readonly SigningKeyView[]>;
    /**
     * Makes and publishes the key that will be used next. @param input `{purpose}`
     * @throws AppError `keys.step_impossible`
     */
    makeNext(actor: Actor, input: unknown): Promise<SigningKeyView>;
    /**
     * Uses the next key, or the previous one again, from now on; or retires one that is not in use.
     * @param input `{status: "current" | "retired"}`
     * @throws AppError `keys.step_impossible`, `admin.not_found`
     */
    change(actor: Actor, id: string, input: unknown): Promise<SigningKeyView>;
  };
  /** Of one person; `personId` is the id in the list of people. */
  readonly passkeys: {
    of(
      actor: Actor,
      personId: string,
    ): Promise<Pick<Identity, "username" | "displayName"> & { readonly passkeys: readonly PasskeyView[] }>;
    /** Also ends what a use of one of them allowed. */
    removeAll(actor: Actor, personId: string): Promise<void>;
  };
  readonly provisioning: AdminProvisioningUseCases;
  readonly person: PersonUseCases;
  audit(actor: Actor, query: AuditQuery): Promise<Page<AuditEvent>>;
  /** All events of a query, page by page, the newest first. That somebody took them along is an event itself. */
  exportAudit(
    actor: Actor,
    query: Omit<AuditQuery, "cursor" | "limit">,
  ): Promise<AsyncIterable<readonly AuditEvent[]>>;
  /** The last link of the audit's chain, to be kept elsewhere; undefined before the first event. */
  auditHead(actor: Actor): Promise<ChainHead | undefined>;
  people(
    actor: Actor,
    query: ListQuery,
  ): Promise<
    Page<Identity & { readonly id: string; readonly sessionName: string; readonly signedInAt: Date }>
  >;
  /** The configuration in force, secrets left out, weakening options marked. */
  config(actor: Actor): Promise<
    readonly {
      readonly name: string;
      readonly value: string;
      readonly isDefault: boolean;
      readonly weakens: boolean;
    }[]
  >;
  /** Everything that weakens it now, settings and connections, with why and what to do. */
  weaknesses(actor: Actor): Promise<readonly Weakness[]>;
}
