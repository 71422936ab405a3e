import { mfaSerialOf, type Target } from "../../entitlements/model";
import { AppError } from "../../errors/app-error";
import type { PersonActor } from "../../identity/actor";
import type { Secret } from "../../secret/secret";
import type { FlowContext } from "../flow-context";
import { requireStepUp } from "../step-up/requirement";

/** What only the person can say or show. The code is a secret: it is in no audit event, log line or error. */
export interface PersonalInput {
  /** What the session is for. */
  readonly reason?: string;
  /** Six digits of the target's MFA device. */
  readonly mfaCode?: Secret;
}

const MAX_REASON = 500;

/** Sessions that are kept for the day when nothing else works; loud in the audit and the log. */
export function isBreakGlass({ kind }: Pick<Target, "kind">): boolean {
  return kind === "session-token";
}

/** Who asks for a session of what, and what they gave for it. */
interface Asking {
  readonly actor: PersonActor;
  readonly target: Target;
  readonly personal: PersonalInput;
  /** Where the person is, for coming back from a new sign-in; the role's own page when absent. */
  readonly returnTo?: string | undefined;
}

/**
 * Everything that a target asks of the person, decided here and nowhere else. Checked before AWS is asked, and before
 * anything is planned: a code works once, and may not be spent on what is refused anyway.
 * @throws AppError `stepup.*`, `issuance.reason_required`, `issuance.mfa_required`, `issuance.mfa_code_invalid`,
 *   `request.invalid`
 */
export async function checkRequirements(
  context: Pick<FlowContext, "clock" | "connections">,
  { actor, target, personal, returnTo }: Asking,
): Promise<void> {
  await requireStepUp(context, actor, target, returnTo ?? `/access/${target.id}`);
  checkPersonal(target, personal);
}

function checkPersonal(target: Target, { reason, mfaCode }: PersonalInput): void {
  if (reason !== undefined && reason.length > MAX_REASON) {
    const message = `must have at most ${MAX_REASON} characters`;
    throw new AppError("request.invalid", { fields: [{ field: "reason", message }] });
  }
  if (target.requireReason && (reason ?? "").trim() === "") {
    throw new AppError("issuance.reason_required", { fields: [{ field: "reason", message: "is required" }] });
  }
  checkMfaCode(mfaSerialOf(target), mfaCode);
}

function checkMfaCode(serial: string | undefined, code: Secret | undefined): void {
  if (serial === undefined) {
    if (code === undefined) return;
    const message = "is not taken for this role: leave it out";
    throw new AppError("request.invalid", { fields: [{ field: "mfaCode", message }] });
  }
  const detail = `The device is ${serial}.`;
  if (code === undefined) {
    throw new AppError("issuance.mfa_required", {
      detail,
      fields: [{ field: "mfaCode", message: "is required" }],
    });
  }
  if (!/^[0-9]{6}$/.test(code.reveal())) {
    throw new AppError("issuance.mfa_code_invalid", {
      detail,
      fields: [{ field: "mfaCode", message: "must be the six digits that the device shows" }],
    });
  }
}
