-- Every kind of target, and what they need.

ALTER TABLE "connection" ADD COLUMN "session_tags" JSONB NOT NULL DEFAULT '[]';
ALTER TABLE "connection" ADD COLUMN "tag_attributes" JSONB;
ALTER TABLE "connection" ADD CONSTRAINT "connection_session_tags_check"
  CHECK (jsonb_typeof("session_tags") = 'array');
ALTER TABLE "connection" ADD CONSTRAINT "connection_tag_attributes_check"
  CHECK ("tag_attributes" IS NULL OR jsonb_typeof("tag_attributes") = 'array');

ALTER TABLE "account" ADD COLUMN "fallback_regions" TEXT[] DEFAULT ARRAY[]::TEXT[];
ALTER TABLE "account" ADD COLUMN "use_fips" BOOLEAN NOT NULL DEFAULT false;
ALTER TABLE "account" ADD COLUMN "use_dual_stack" BOOLEAN NOT NULL DEFAULT false;
ALTER TABLE "account" ADD COLUMN "sts_endpoint" TEXT;

CREATE TABLE "access_key" (
    "access_key_id" TEXT NOT NULL,
    "account_id" TEXT NOT NULL,
    "user_arn" TEXT NOT NULL,
    "secret_sealed" BYTEA NOT NULL,
    "note" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "access_key_pkey" PRIMARY KEY ("access_key_id")
);

ALTER TABLE "access_key" ADD CONSTRAINT "access_key_access_key_id_check" CHECK ("access_key_id" ~ '^AKIA[A-Z0-9]{12,124}$');
ALTER TABLE "access_key" ADD CONSTRAINT "access_key_account_id_check" CHECK ("account_id" ~ '^[0-9]{12}$');

ALTER TABLE "target" ALTER COLUMN "role_arn" DROP NOT NULL;
ALTER TABLE "target" ADD COLUMN "role_max_duration_seconds" INTEGER;
ALTER TABLE "target" ADD COLUMN "recipient" TEXT;
ALTER TABLE "target" ADD COLUMN "encryption_certificate" TEXT;
ALTER TABLE "target" ADD COLUMN "relay_connection_id" UUID;
ALTER TABLE "target" ADD COLUMN "audience" TEXT;
ALTER TABLE "target" ADD COLUMN "access_key_id" TEXT;
ALTER TABLE "target" ADD COLUMN "hub_role_arn" TEXT;
ALTER TABLE "target" ADD COLUMN "external_id" TEXT;
ALTER TABLE "target" ADD COLUMN "mfa_serial" TEXT;
ALTER TABLE "target" ADD COLUMN "use_connection_tags" BOOLEAN NOT NULL DEFAULT false;
ALTER TABLE "target" ADD COLUMN "require_reason" BOOLEAN NOT NULL DEFAULT false;

ALTER TABLE "target" ADD CONSTRAINT "target_access_key_id_fkey"
  FOREIGN KEY ("access_key_id") REFERENCES "access_key"("access_key_id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "target" ADD CONSTRAINT "target_relay_connection_id_fkey"
  FOREIGN KEY ("relay_connection_id") REFERENCES "connection"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "target" ADD CONSTRAINT "target_role_max_duration_seconds_check"
  CHECK ("role_max_duration_seconds" BETWEEN 3600 AND 43200);

-- AWS: 36 hours for sessions of IAM users, 12 for those of roles.
ALTER TABLE "target" DROP CONSTRAINT "target_max_duration_seconds_check";
ALTER TABLE "target" ADD CONSTRAINT "target_max_duration_seconds_check" CHECK (
  "max_duration_seconds" BETWEEN 900 AND
    CASE WHEN "kind" IN ('federation-token', 'session-token') THEN 129600 ELSE 43200 END
);
ALTER TABLE "grant" DROP CONSTRAINT "grant_max_duration_seconds_check";
ALTER TABLE "grant" ADD CONSTRAINT "grant_max_duration_seconds_check"
  CHECK ("max_duration_seconds" BETWEEN 900 AND 129600);

-- A kind has what it needs and nothing that it would not heed: an external ID that is kept and never sent
-- would be a promise that nobody keeps.
ALTER TABLE "target" ADD CONSTRAINT "target_kind_check" CHECK (
  CASE "kind"
    WHEN 'saml' THEN "role_arn" IS NOT NULL
      AND num_nonnulls("relay_connection_id", "audience", "access_key_id", "hub_role_arn", "external_id", "mfa_serial") = 0
    WHEN 'saml-relay' THEN num_nulls("role_arn", "provider_arn", "relay_connection_id") = 0
      AND num_nonnulls("recipient", "encryption_certificate", "audience", "access_key_id", "hub_role_arn", "external_id", "mfa_serial") = 0
    WHEN 'web-identity' THEN "role_arn" IS NOT NULL
      AND num_nonnulls("provider_arn", "recipient", "encryption_certificate", "relay_connection_id", "access_key_id", "hub_role_arn", "external_id", "mfa_serial") = 0
    WHEN 'assume-role' THEN "role_arn" IS NOT NULL
      AND num_nonnulls("provider_arn", "recipient", "encryption_certificate", "relay_connection_id", "audience") = 0
    WHEN 'federation-token' THEN "access_key_id" IS NOT NULL
      AND num_nonnulls("role_arn", "role_max_duration_seconds", "provider_arn", "recipient", "encryption_certificate", "relay_connection_id", "audience", "hub_role_arn", "external_id", "mfa_serial") = 0
    WHEN 'session-token' THEN "access_key_id" IS NOT NULL
      AND num_nonnulls("role_arn", "role_max_duration_seconds", "provider_arn", "recipient", "encryption_certificate", "relay_connection_id", "audience", "hub_role_arn", "external_id") = 0
    ELSE false
  END
);

CREATE TABLE "relayed_assertion" (
    "id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "connection_id" UUID NOT NULL,
    "response_sealed" BYTEA NOT NULL,
    "roles" TEXT[],
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "relayed_assertion_pkey" PRIMARY KEY ("id")
);

CREATE INDEX "relayed_assertion_person_id_expires_at_idx" ON "relayed_assertion"("person_id", "expires_at");
CREATE INDEX "relayed_assertion_expires_at_idx" ON "relayed_assertion"("expires_at");
ALTER TABLE "relayed_assertion" ADD CONSTRAINT "relayed_assertion_person_id_fkey"
  FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "relayed_assertion" ADD CONSTRAINT "relayed_assertion_connection_id_fkey"
  FOREIGN KEY ("connection_id") REFERENCES "connection"("id") ON DELETE CASCADE ON UPDATE CASCADE;
