/** Everything that can happen. A new action is a new line here. */
export type AuditAction =
  | "login.succeeded"
  | "login.refused"
  | "login.tested"
  | "relay.received"
  | "session.ended"
  | "passkey.added"
  | "passkey.used"
  | "passkey.removed"
  | "passkey.refused"
  | "logout.accepted"
  | "logout.answered"
  | "logout.refused"
  | "credentials.requested"
  | "credentials.issued"
  | "credentials.refused"
  | "console.requested"
  | "console.issued"
  | "console.refused"
  | "connection.created"
  | "connection.updated"
  | "connection.deleted"
  | "account.created"
  | "account.updated"
  | "account.deleted"
  | "target.created"
  | "target.updated"
  | "target.deleted"
  | "grant.created"
  | "grant.updated"
  | "grant.deleted"
  | "access_key.created"
  | "access_key.refused"
  | "access_key.deleted"
  | "target.check_requested"
  | "target.checked"
  | "diagnosis.requested"
  | "diagnosis.answered"
  | "diagnosis.refused"
  | "key.created"
  | "key.used"
  | "key.retired"
  | "audit.exported"
  | "lock_down.created"
  | "lock_down.lifted"
  | "provisioning.updated"
  | "provisioning_token.created"
  | "provisioning_token.revoked"
  | "provisioned_user.created"
  | "provisioned_user.updated"
  | "provisioned_user.disabled"
  | "provisioned_user.reactivated"
  | "provisioned_user.deleted"
  | "provisioned_user.moved"
  | "provisioned_group.created"
  | "provisioned_group.updated"
  | "provisioned_group.deleted"
  | "person.signed_out"
  | "backup.restored"
  | "admin.refused";

export type AuditOutcome = "success" | "refused" | "failed";

/** Plain JSON without secrets: plans, before and after of a change, reasons. */
export type AuditDetail = { readonly [key: string]: unknown };

export interface AuditEvent {
  /** UUID, made by the writer so that it can be handed out before the row is read back. */
  readonly id: string;
  readonly at: Date;
  readonly actor: {
    readonly kind: "person" | "token" | "anonymous" | "system";
    readonly id?: string;
    readonly name: string;
  };
  readonly action: AuditAction;
  readonly outcome: AuditOutcome;
  readonly object?: { readonly kind: string; readonly id?: string; readonly name: string };
  readonly remoteAddress: string;
  readonly userAgent: string;
  readonly reference: string;
  readonly detail: AuditDetail;
}
