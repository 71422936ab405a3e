-- How the identity provider knows a sign-in: what it names when it ends it, and what is named to it.
ALTER TABLE "app_session"
  ADD COLUMN "provider_subject" TEXT,
  ADD COLUMN "provider_session" TEXT,
  ADD COLUMN "name_id" JSONB;
CREATE INDEX "app_session_provider_subject_idx" ON "app_session"("provider_subject");

ALTER TABLE "sign_in_result" ADD COLUMN "provider_session" JSONB;

-- LogoutRequests of ours whose answer is waited for.
CREATE TABLE "logout_request" (
  "id" TEXT NOT NULL,
  "connection_id" UUID NOT NULL,
  "expires_at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "logout_request_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "logout_request_connection_id_fkey" FOREIGN KEY ("connection_id")
    REFERENCES "connection"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "logout_request_expires_at_idx" ON "logout_request"("expires_at");

ALTER TABLE "signing_key" DROP CONSTRAINT "signing_key_purpose_check";
ALTER TABLE "signing_key" ADD CONSTRAINT "signing_key_purpose_check"
  CHECK ("purpose" IN ('aws-saml', 'aws-oidc-rs256', 'aws-oidc-es256', 'saml-sp'));
