import { auditEvent } from "../audit/audit-event";
import type { AuditAction, AuditDetail, AuditEvent, AuditOutcome } from "../audit/event";
import { AppError } from "../errors/app-error";
import type { Actor, RequestOrigin } from "../identity/actor";
import { log } from "../log/log";
import type { AuditLog } from "./audit-ports";
import type { FlowContext } from "./flow-context";

/** What a use-case adds to who and when. */
export interface Happening {
  readonly action: AuditAction;
  readonly outcome: AuditOutcome;
  readonly object?: NonNullable<AuditEvent["object"]>;
  readonly detail?: AuditDetail;
}

type Recording = Pick<FlowContext, "clock" | "random">;

function actorOf(actor: Actor | "system" | undefined): AuditEvent["actor"] {
  if (!actor) return { kind: "anonymous", name: "" };
  if (actor === "system") return { kind: "system", name: "Rolebridge" };
  if (actor.kind === "token") return { kind: "token", name: actor.name };
  return { kind: "person", id: actor.personId, name: actor.identity.username };
}

/** @param actor undefined for somebody who is not signed in, `system` for Rolebridge itself */
export function eventOf(
  { clock, random }: Recording,
  actor: Actor | "system" | undefined,
  origin: RequestOrigin,
  happening: Happening,
): AuditEvent {
  return auditEvent({ id: random.uuid(), at: clock.now(), actor: actorOf(actor), origin, ...happening });
}

/**
 * Writes one event and resolves when it is committed.
 * @param audit the log itself, or that of a unit of work
 * @throws AppError `store.unavailable`: the caller must then hand nothing over
 */
export function record(
  context: Recording,
  audit: Pick<AuditLog, "append">,
  actor: Actor | "system" | undefined,
  origin: RequestOrigin,
  happening: Happening,
): Promise<void> {
  return audit.append(eventOf(context, actor, origin, happening));
}

/** What an error says to the audit: code and machine reason; AWS's own words where AWS refused. */
function refusalDetail(error: unknown): AuditDetail {
  if (!(error instanceof AppError)) return { code: "internal.unexpected" };
  return {
    ...error.audit,
    code: error.code,
    ...(error.reason === undefined ? {} : { reason: error.reason }),
    ...(error.aws === undefined ? {} : { awsCode: error.aws.awsCode, awsMessage: error.aws.awsMessage }),
  };
}

/**
 * Records a refusal and gives the error to throw. Nothing is handed over after a refusal, so an audit that
 * cannot be written must not hide why somebody was refused: it is logged instead.
 * One by a limit is not recorded: whoever floods us would fill the audit.
 */
export async function recordRefusal(
  context: Recording & Pick<FlowContext, "audit">,
  actor: Actor | undefined,
  origin: RequestOrigin,
  happening: Omit<Happening, "outcome">,
  error: unknown,
): Promise<AppError> {
  const known = error instanceof AppError ? error : new AppError("internal.unexpected", { cause: error });
  if (known.code === "request.too_many") return known;
  // There is nowhere to write it, and to wait for that twice would hold the answer up for as long again.
  if (known.code === "store.unavailable") {
    log.error("a failure is not in the audit: the database does not answer", {
      reference: origin.reference,
      action: happening.action,
    });
    return known;
  }
  const outcome = isFailure(known) ? "failed" : "refused";
  const detail = { ...happening.detail, ...refusalDetail(known) };
  try {
    await record(context, context.audit, actor, origin, { ...happening, outcome, detail });
  } catch (auditError) {
    log.error("a refusal could not be written to the audit", {
      reference: origin.reference,
      action: happening.action,
      error: auditError,
    });
  }
  return known;
}

/** Whether something did not work, as against somebody who may not. */
export function isFailure(error: AppError): boolean {
  return error.kind === "internal" || error.kind === "unavailable" || error.code === "aws.unreachable";
}
