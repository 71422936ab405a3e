-- A role may trust the company's assertions at one address of AWS only, above all the provider's own.
ALTER TABLE "target" DROP CONSTRAINT "target_kind_check";
ALTER TABLE "target" ADD CONSTRAINT "target_kind_check" CHECK (
  CASE "kind"
    WHEN 'saml' THEN "role_arn" IS NOT NULL
      AND num_nonnulls("relay_connection_id", "audience", "access_key_id", "hub_role_arn", "external_id", "mfa_serial") = 0
    WHEN 'saml-relay' THEN num_nulls("role_arn", "provider_arn", "relay_connection_id") = 0
      AND num_nonnulls("encryption_certificate", "audience", "access_key_id", "hub_role_arn", "external_id", "mfa_serial") = 0
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
