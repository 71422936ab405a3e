-- An assertion for AWS arrives before we know that it is this browser's: it belongs to nobody until then.
ALTER TABLE "relayed_assertion" ALTER COLUMN "person_id" DROP NOT NULL;
-- For the audit. Rows of five minutes: none of them outlives an upgrade.
DELETE FROM "relayed_assertion";
ALTER TABLE "relayed_assertion" ADD COLUMN "assertion_id" TEXT NOT NULL;

ALTER TABLE "sign_in_result" ADD COLUMN "relayed_assertion_id" UUID;
ALTER TABLE "sign_in_result" ADD CONSTRAINT "sign_in_result_relayed_assertion_id_fkey"
  FOREIGN KEY ("relayed_assertion_id") REFERENCES "relayed_assertion"("id") ON DELETE SET NULL ON UPDATE CASCADE;
