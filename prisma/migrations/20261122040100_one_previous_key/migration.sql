CREATE UNIQUE INDEX "signing_key_one_previous_key" ON "signing_key"("purpose") WHERE "status" = 'previous';

-- A retired key can sign nothing any more, whoever gets hold of the table.
ALTER TABLE "signing_key" ADD CONSTRAINT "signing_key_retired_is_empty_check"
  CHECK (("status" = 'retired') = (octet_length("private_key_sealed") = 0));
ALTER TABLE "signing_key" ADD CONSTRAINT "signing_key_purpose_check"
  CHECK ("purpose" IN ('aws-saml', 'aws-oidc-rs256', 'aws-oidc-es256'));
