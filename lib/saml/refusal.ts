import { AppError } from "../errors/app-error";

/** What a message can earn that anybody wrote, without the identity provider's key. */
const REASONS_BEFORE_TRUST = [
  // decoding
  "response_missing",
  "response_too_large",
  "base64_invalid",
  "utf8_invalid",
  "byte_order_mark",
  // scan
  "not_well_formed",
  "doctype",
  "processing_instruction",
  "comment",
  "cdata",
  "xml_declaration",
  "foreign_line_end",
  "too_many_elements",
  "too_many_attributes",
  "too_deep",
  "namespace_relative",
  "id_decoy",
  "id_duplicate",
  "not_a_response",
  "wrong_namespace",
  "multiple_responses",
  "multiple_assertions",
  "assertion_encrypted",
  "assertion_missing",
  // signature
  "signature_missing",
  "signature_misplaced",
  "signature_duplicate",
  "signature_malformed",
  "signature_algorithm",
  "digest_algorithm",
  "transform_unsupported",
  "reference_mismatch",
  "key_info_unsupported",
  "signature_invalid",
  "signature_timeout",
  "signature_crashed",
] as const;

/** What the connection itself earns. */
const CERTIFICATE_REASONS = [
  "certificate_missing",
  "certificate_invalid",
  "certificate_weak",
  "certificate_expired",
] as const;

/** What the identity provider's own message can earn. */
const PROFILE_REASONS = [
  "unexpected_element",
  "element_missing",
  "element_duplicate",
  "attribute_missing",
  "text_expected",
  "version_unsupported",
  "id_invalid",
  "time_invalid",
  "status_not_success",
  "destination_mismatch",
  "issuer_mismatch",
  "issuer_format",
  "issued_too_long_ago",
  "issued_in_future",
  "in_response_to_missing",
  "in_response_to_mismatch",
  "id_encrypted",
  "name_id_invalid",
  "confirmation_method",
  "confirmation_not_before",
  "confirmation_expired",
  "recipient_mismatch",
  "not_yet_valid",
  "expired",
  "lifetime_too_long",
  "audience_mismatch",
  "condition_unsupported",
  "authn_instant_in_future",
  "idp_session_over",
  "attribute_encrypted",
  "attribute_duplicate",
  "attribute_name_reserved",
  "attribute_value_nested",
  "attribute_value_nil",
  "value_empty",
  "value_too_long",
  "value_edge_whitespace",
  "value_control_character",
  "value_format_character",
  "value_not_normalized",
] as const;

/**
 * Why a response was refused. Stable: audit events and alerts are built on these names.
 * Ordered as the checks run.
 */
export const REFUSAL_REASONS = [...CERTIFICATE_REASONS, ...REASONS_BEFORE_TRUST, ...PROFILE_REASONS] as const;

/** Those that only a logout message can earn; it can earn most of the others, too. */
export const LOGOUT_REFUSAL_REASONS = [
  "message_missing",
  "parameter_unknown",
  "parameter_repeated",
  "relay_state_too_long",
  "deflate_invalid",
  "not_a_logout_message",
  "logout_expired",
] as const;

export type RefusalReason = (typeof REFUSAL_REASONS)[number] | (typeof LOGOUT_REFUSAL_REASONS)[number];

/**
 * The one way a response is refused: `signin.response_refused` with a machine-readable reason.
 * @param explanation for logs and the administrator's audit; may quote the message, never the whole of it
 */
export function refusal(reason: RefusalReason, explanation: string, cause?: unknown): AppError {
  return new AppError("signin.response_refused", {
    reason,
    cause: new Error(explanation, cause === undefined ? undefined : { cause }),
  });
}

const BEFORE_TRUST: ReadonlySet<string | undefined> = new Set(REASONS_BEFORE_TRUST);

/**
 * Whether a message was refused before its signature was known to hold: anybody could have posted it. An identity
 * provider's answer "no" is often not signed, and is not held against whoever brings it.
 */
export function mayBeAnybodys(error: unknown): boolean {
  return (
    error instanceof AppError && error.code === "signin.response_refused" && BEFORE_TRUST.has(error.reason)
  );
}
