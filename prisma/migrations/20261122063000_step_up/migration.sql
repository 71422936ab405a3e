-- AlterTable
ALTER TABLE "app_session" ADD COLUMN     "authn_at" TIMESTAMPTZ(3),
ADD COLUMN     "authn_context" TEXT,
ADD COLUMN     "authn_methods" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "passkey_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "connection" ADD COLUMN     "mfa_claims" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "mfa_request" TEXT[] DEFAULT ARRAY[]::TEXT[];

-- AlterTable
ALTER TABLE "sign_in_request" ADD COLUMN     "step_up_mfa" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "step_up_person_id" UUID;

-- AlterTable
ALTER TABLE "sign_in_result" ADD COLUMN     "authentication" JSONB NOT NULL DEFAULT '{"methods": []}';

-- AlterTable
ALTER TABLE "target" ADD COLUMN     "fresh_sign_in_seconds" INTEGER,
ADD COLUMN     "require_mfa" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "require_passkey" BOOLEAN NOT NULL DEFAULT false;

-- AddForeignKey
ALTER TABLE "sign_in_request" ADD CONSTRAINT "sign_in_request_step_up_person_id_fkey" FOREIGN KEY ("step_up_person_id") REFERENCES "person"("id") ON DELETE CASCADE ON UPDATE CASCADE;


-- Five minutes to twelve hours: less asks at every turn, more is a day's work and no step up.
ALTER TABLE "target" ADD CONSTRAINT "target_fresh_sign_in_seconds_check"
  CHECK ("fresh_sign_in_seconds" BETWEEN 300 AND 43200);
ALTER TABLE "sign_in_result" ADD CONSTRAINT "sign_in_result_authentication_check"
  CHECK (jsonb_typeof("authentication") = 'object');
-- A second factor can only be asked of somebody.
ALTER TABLE "sign_in_request" ADD CONSTRAINT "sign_in_request_step_up_check"
  CHECK ("step_up_person_id" IS NOT NULL OR NOT "step_up_mfa");

-- Connections that are there count what a new one counts.
UPDATE "connection" SET "mfa_claims" = ARRAY['mfa', 'otp', 'hwk', 'sc', 'phr', 'phrh',
  'https://refeds.org/profile/mfa', 'http://schemas.microsoft.com/claims/multipleauthn', 'urn:okta:loa:2fa:any',
  'urn:oasis:names:tc:SAML:2.0:ac:classes:MobileTwoFactorContract',
  'urn:oasis:names:tc:SAML:2.0:ac:classes:TimeSyncToken'];
