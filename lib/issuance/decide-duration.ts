import { SESSION_SECONDS } from "../aws/assertion-attributes";
import type { Entitlement } from "../entitlements/entitlement";
import { AppError } from "../errors/app-error";
import type { DurationDecidedBy } from "./plan";

/** Credentials default to an hour, as everywhere in AWS; a console session to all that is allowed. */
export type SessionUse = "credentials" | "console";

const DEFAULT_CREDENTIALS_SECONDS = 3_600;

export interface DecidedDuration {
  readonly seconds: number;
  readonly decidedBy: DurationDecidedBy;
}

/**
 * The least of what is asked and of every limit, and which of them decided. A wish beyond a limit is
 * refused with the numbers and never shortened: whoever plans eight hours must not find out after one.
 *
 * @param kindLimit seconds
 * @param wish seconds
 * @throws AppError `issuance.duration_invalid`
 */
export function decideDuration(
  entitlement: Entitlement,
  kindLimit: number,
  wish: number | undefined,
  use: SessionUse,
): DecidedDuration {
  const limit = limitOf(entitlement, kindLimit);
  if (limit.seconds < SESSION_SECONDS.min) {
    throw invalid(
      `This role is limited to ${limit.seconds} seconds by ${NAMES[limit.decidedBy]}, and AWS gives no session under ${SESSION_SECONDS.min}. An administrator has to raise the limit.`,
    );
  }
  if (wish !== undefined) return wished(wish, limit);
  if (use === "credentials" && DEFAULT_CREDENTIALS_SECONDS <= limit.seconds) {
    return { seconds: DEFAULT_CREDENTIALS_SECONDS, decidedBy: "default" };
  }
  return limit;
}

const NAMES: Readonly<Record<DurationDecidedBy, string>> = {
  wish: "your wish",
  default: "the default",
  grant: "the grant that gives you this role",
  target: "the setting of this role",
  kind: "AWS, for this kind of session",
  role: "the role itself, in AWS",
};

function wished(wish: number, limit: DecidedDuration): DecidedDuration {
  if (Number.isInteger(wish) && wish >= SESSION_SECONDS.min && wish <= limit.seconds) {
    return { seconds: wish, decidedBy: "wish" };
  }
  throw invalid(
    `You asked for ${wish} seconds. Possible are whole seconds from ${SESSION_SECONDS.min} to ${limit.seconds}; the upper limit is set by ${NAMES[limit.decidedBy]}.`,
  );
}

/** The narrowest. On a tie the first decides: the grant is named only when it really is the narrower one. */
function limitOf(entitlement: Entitlement, kindLimit: number): DecidedDuration {
  return durationLimits(entitlement, kindLimit).reduce((least, limit) =>
    limit.seconds < least.seconds ? limit : least,
  );
}

/**
 * Every limit that a session of this entitlement has; the narrowest counts.
 * @param kindLimit seconds
 */
export function durationLimits(
  { target, maxDurationSeconds }: Entitlement,
  kindLimit: number,
): readonly [DecidedDuration, ...DecidedDuration[]] {
  const roleLimit = "roleArn" in target ? target.roleMaxDurationSeconds : undefined;
  return [
    { seconds: kindLimit, decidedBy: "kind" },
    ...(roleLimit === undefined ? [] : [{ seconds: roleLimit, decidedBy: "role" as const }]),
    { seconds: target.maxDurationSeconds, decidedBy: "target" },
    { seconds: maxDurationSeconds, decidedBy: "grant" },
  ];
}

function invalid(detail: string): AppError {
  return new AppError("issuance.duration_invalid", { detail });
}
