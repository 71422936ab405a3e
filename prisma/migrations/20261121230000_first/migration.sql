-- CreateEnum
CREATE TYPE "connection_kind" AS ENUM ('saml', 'oidc');

-- CreateEnum
CREATE TYPE "groups_claim" AS ENUM ('present', 'missing', 'overage');

-- CreateEnum
CREATE TYPE "principal_kind" AS ENUM ('group', 'user', 'attribute');

-- CreateEnum
CREATE TYPE "key_status" AS ENUM ('current', 'next', 'retired');

-- CreateEnum
CREATE TYPE "sign_in_purpose" AS ENUM ('session', 'test');

-- CreateEnum
CREATE TYPE "audit_outcome" AS ENUM ('success', 'refused', 'failed');

-- CreateTable
CREATE TABLE "connection" (
    "id" UUID NOT NULL,
    "slug" TEXT NOT NULL,
    "display_name" TEXT NOT NULL,
    "kind" "connection_kind" NOT NULL,
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "attribute_mapping" JSONB NOT NULL,
    "saml_idp" JSONB,
    "metadata_url" TEXT,
    "allow_idp_initiated" BOOLEAN NOT NULL DEFAULT false,
    "issuer" TEXT,
    "client_id" TEXT,
    "client_secret_sealed" BYTEA,
    "scopes" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "connection_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "person" (
    "id" UUID NOT NULL,
    "connection_id" UUID,
    "subject" TEXT NOT NULL,
    "username" TEXT NOT NULL,
    "email" TEXT,
    "display_name" TEXT NOT NULL,
    "groups" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "groups_claim" "groups_claim" NOT NULL,
    "attributes" JSONB NOT NULL,
    "session_name" TEXT NOT NULL,
    "first_seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "signed_in_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "person_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "app_session" (
    "id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "revoked_at" TIMESTAMPTZ(3),
    "remote_address" TEXT NOT NULL,
    "user_agent" TEXT NOT NULL,

    CONSTRAINT "app_session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sign_in_request" (
    "id" TEXT NOT NULL,
    "connection_id" UUID NOT NULL,
    "purpose" "sign_in_purpose" NOT NULL,
    "browser_binding_hash" BYTEA NOT NULL,
    "return_to" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "consumed_at" TIMESTAMPTZ(3),

    CONSTRAINT "sign_in_request_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sign_in_result" (
    "handle_hash" BYTEA NOT NULL,
    "connection_id" UUID NOT NULL,
    "purpose" "sign_in_purpose" NOT NULL,
    "browser_binding_hash" BYTEA,
    "identity" JSONB NOT NULL,
    "return_to" TEXT NOT NULL,
    "session_not_on_or_after" TIMESTAMPTZ(3),
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "sign_in_result_pkey" PRIMARY KEY ("handle_hash")
);

-- CreateTable
CREATE TABLE "used_assertion" (
    "issuer" TEXT NOT NULL,
    "assertion_id" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "used_assertion_pkey" PRIMARY KEY ("issuer","assertion_id")
);

-- CreateTable
CREATE TABLE "account" (
    "account_id" TEXT NOT NULL,
    "partition" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "alias" TEXT,
    "region" TEXT NOT NULL,
    "color" TEXT,
    "labels" JSONB NOT NULL DEFAULT '{}',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "account_pkey" PRIMARY KEY ("account_id")
);

-- CreateTable
CREATE TABLE "target" (
    "id" UUID NOT NULL,
    "account_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "role_arn" TEXT NOT NULL,
    "provider_arn" TEXT,
    "max_duration_seconds" INTEGER NOT NULL,
    "session_tags" JSONB NOT NULL DEFAULT '[]',
    "transitive_tag_keys" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "source_identity" BOOLEAN NOT NULL DEFAULT false,
    "session_policy" TEXT,
    "policy_arns" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "destination" TEXT,
    "description" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "target_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "grant" (
    "id" UUID NOT NULL,
    "target_id" UUID NOT NULL,
    "connection_id" UUID,
    "principal_kind" "principal_kind" NOT NULL,
    "principal_name" TEXT NOT NULL DEFAULT '',
    "principal_value" TEXT NOT NULL,
    "not_before" TIMESTAMPTZ(3),
    "expires_at" TIMESTAMPTZ(3),
    "max_duration_seconds" INTEGER,
    "note" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "grant_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "signing_key" (
    "id" UUID NOT NULL,
    "purpose" TEXT NOT NULL,
    "status" "key_status" NOT NULL,
    "certificate_pem" TEXT NOT NULL,
    "private_key_sealed" BYTEA NOT NULL,
    "not_after" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "signing_key_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit_event" (
    "seq" BIGSERIAL NOT NULL,
    "id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor_kind" TEXT NOT NULL,
    "actor_id" TEXT,
    "actor_name" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "outcome" "audit_outcome" NOT NULL,
    "object_kind" TEXT,
    "object_id" TEXT,
    "object_name" TEXT,
    "remote_address" TEXT NOT NULL,
    "user_agent" TEXT NOT NULL,
    "reference" TEXT NOT NULL,
    "detail" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "audit_event_pkey" PRIMARY KEY ("seq")
);

-- CreateIndex
CREATE UNIQUE INDEX "connection_slug_key" ON "connection"("slug");

-- CreateIndex
CREATE UNIQUE INDEX "person_connection_id_subject_key" ON "person"("connection_id", "subject");

-- CreateIndex
CREATE INDEX "app_session_person_id_idx" ON "app_session"("person_id");

-- CreateIndex
CREATE INDEX "app_session_expires_at_idx" ON "app_session"("expires_at");

-- CreateIndex
CREATE INDEX "sign_in_request_expires_at_idx" ON "sign_in_request"("expires_at");

-- CreateIndex
CREATE INDEX "sign_in_result_expires_at_idx" ON "sign_in_result"("expires_at");

-- CreateIndex
CREATE INDEX "used_assertion_expires_at_idx" ON "used_assertion"("expires_at");

-- CreateIndex
CREATE INDEX "grant_principal_kind_principal_name_principal_value_idx" ON "grant"("principal_kind", "principal_name", "principal_value");

-- CreateIndex
CREATE INDEX "grant_target_id_idx" ON "grant"("target_id");

-- CreateIndex
CREATE INDEX "grant_connection_id_idx" ON "grant"("connection_id");

-- CreateIndex
CREATE INDEX "signing_key_purpose_status_idx" ON "signing_key"("purpose", "status");

-- CreateIndex
CREATE UNIQUE INDEX "audit_event_id_key" ON "audit_event"("id");

-- CreateIndex
CREATE INDEX "audit_event_at_idx" ON "audit_event"("at");

-- CreateIndex
CREATE INDEX "audit_event_action_seq_idx" ON "audit_event"("action", "seq");

-- AddForeignKey
ALTER TABLE "person" ADD CONSTRAINT "person_connection_id_fkey" FOREIGN KEY ("connection_id") REFERENCES "connection"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "app_session" ADD CONSTRAINT "app_session_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sign_in_request" ADD CONSTRAINT "sign_in_request_connection_id_fkey" FOREIGN KEY ("connection_id") REFERENCES "connection"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sign_in_result" ADD CONSTRAINT "sign_in_result_connection_id_fkey" FOREIGN KEY ("connection_id") REFERENCES "connection"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "target" ADD CONSTRAINT "target_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("account_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "grant" ADD CONSTRAINT "grant_target_id_fkey" FOREIGN KEY ("target_id") REFERENCES "target"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "grant" ADD CONSTRAINT "grant_connection_id_fkey" FOREIGN KEY ("connection_id") REFERENCES "connection"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What follows, Prisma's schema language cannot say. `scripts/migrations/drift.test.ts` shows that the schema
-- engine has no quarrel with it, the conformance suite that it holds.

-- One RoleSessionName is one human being, whatever the case: IAM policies and people compare without case.
CREATE UNIQUE INDEX "person_session_name_key" ON "person"(lower("session_name"));

-- Links name an account by alias and a target by name; either must mean one thing, however it is typed.
CREATE UNIQUE INDEX "account_alias_key" ON "account"(lower("alias"));
CREATE UNIQUE INDEX "target_account_id_name_key" ON "target"("account_id", lower("name"));

-- Two replicas that start at once on an empty database must agree on one key.
CREATE UNIQUE INDEX "signing_key_one_current_key" ON "signing_key"("purpose") WHERE "status" = 'current';
CREATE UNIQUE INDEX "signing_key_one_next_key" ON "signing_key"("purpose") WHERE "status" = 'next';

-- The orders in which lists are read.
CREATE INDEX "connection_list_idx" ON "connection"(lower("display_name"), "id");
CREATE INDEX "account_list_idx" ON "account"(lower("name"), "account_id");
CREATE INDEX "person_list_idx" ON "person"(lower("username"), "id");

-- A slug stands in addresses.
ALTER TABLE "connection" ADD CONSTRAINT "connection_slug_check"
  CHECK ("slug" ~ '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$');
ALTER TABLE "connection" ADD CONSTRAINT "connection_kind_fields_check" CHECK (
  CASE "kind"
    WHEN 'saml' THEN "saml_idp" IS NOT NULL
      AND "issuer" IS NULL AND "client_id" IS NULL AND "client_secret_sealed" IS NULL
    WHEN 'oidc' THEN "issuer" IS NOT NULL AND "client_id" IS NOT NULL AND "client_secret_sealed" IS NOT NULL
      AND "saml_idp" IS NULL AND "metadata_url" IS NULL AND NOT "allow_idp_initiated"
  END
);
ALTER TABLE "connection" ADD CONSTRAINT "connection_attribute_mapping_check"
  CHECK (jsonb_typeof("attribute_mapping") = 'object');

ALTER TABLE "person" ADD CONSTRAINT "person_attributes_check" CHECK (jsonb_typeof("attributes") = 'array');
-- What AWS takes as RoleSessionName and as SourceIdentity.
ALTER TABLE "person" ADD CONSTRAINT "person_session_name_check"
  CHECK ("session_name" ~ '^[A-Za-z0-9_+=,.@-]{2,64}$');

ALTER TABLE "account" ADD CONSTRAINT "account_account_id_check" CHECK ("account_id" ~ '^[0-9]{12}$');
-- An alias that looks like a number could point at another account.
ALTER TABLE "account" ADD CONSTRAINT "account_alias_check"
  CHECK ("alias" ~ '^[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?$' AND "alias" !~ '^[0-9]{12}$');
ALTER TABLE "account" ADD CONSTRAINT "account_labels_check" CHECK (jsonb_typeof("labels") = 'object');

-- AWS: 15 minutes to 12 hours.
ALTER TABLE "target" ADD CONSTRAINT "target_max_duration_seconds_check"
  CHECK ("max_duration_seconds" BETWEEN 900 AND 43200);
ALTER TABLE "target" ADD CONSTRAINT "target_session_tags_check" CHECK (jsonb_typeof("session_tags") = 'array');

ALTER TABLE "grant" ADD CONSTRAINT "grant_max_duration_seconds_check"
  CHECK ("max_duration_seconds" BETWEEN 900 AND 43200);
ALTER TABLE "grant" ADD CONSTRAINT "grant_window_check" CHECK ("not_before" < "expires_at");
ALTER TABLE "grant" ADD CONSTRAINT "grant_principal_check" CHECK (
  ("principal_kind" = 'attribute') = ("principal_name" <> '') AND "principal_value" <> ''
);

ALTER TABLE "audit_event" ADD CONSTRAINT "audit_event_detail_check" CHECK (jsonb_typeof("detail") = 'object');

-- What happened stays as it was written, also for somebody with the application's own database account.
CREATE FUNCTION "audit_event_is_append_only"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'audit_event is append-only: % refused', TG_OP USING ERRCODE = 'insufficient_privilege';
END
$$;
CREATE TRIGGER "audit_event_no_change" BEFORE UPDATE OR DELETE ON "audit_event"
  FOR EACH ROW EXECUTE FUNCTION "audit_event_is_append_only"();
CREATE TRIGGER "audit_event_no_truncate" BEFORE TRUNCATE ON "audit_event"
  FOR EACH STATEMENT EXECUTE FUNCTION "audit_event_is_append_only"();
