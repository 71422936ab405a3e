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
 * The least of what is wished and of every limit, and which of them decided; the answer says so. Under AWS's own
 * minimum there is no session: a longer one than was asked for would be a surprise, and so would none.
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
  const limits = durationLimits(entitlement, kindLimit);
  const limit = narrowest(limits);
  if (limit.seconds < SESSION_SECONDS.min) {
    throw invalid(
      `This role is limited to ${limit.seconds} seconds by ${NAMES[limit.decidedBy]}, and AWS gives no session under ${SESSION_SECONDS.min}. An administrator has to raise the limit.`,
    );
  }
  const asked = wish === undefined ? defaultOf(use) : wished(wish);
  // On a tie the wish decides: who got what they asked for was limited by nothing.
  return asked === undefined ? limit : narrowest([asked, limit]);
}

const NAMES: Readonly<Record<DurationDecidedBy, string>> = {
  wish: "your wish",
  default: "the default",
  grant: "the grant that gives you this role",
  target: "the setting of this role",
  kind: "AWS, for this kind of session",
  role: "the role itself, in AWS",
};

function defaultOf(use: SessionUse): DecidedDuration | undefined {
  return use === "credentials" ? { seconds: DEFAULT_CREDENTIALS_SECONDS, decidedBy: "default" } : undefined;
}

function wished(seconds: number): DecidedDuration {
  if (Number.isInteger(seconds) && seconds >= SESSION_SECONDS.min) return { seconds, decidedBy: "wish" };
  throw invalid(
    `You asked for ${seconds} seconds. Possible are whole seconds from ${SESSION_SECONDS.min} on; what is beyond a limit becomes the limit.`,
  );
}

/** The first of equals: the grant is named only when it really is the narrower one. */
export function narrowest(limits: readonly [DecidedDuration, ...DecidedDuration[]]): DecidedDuration {
  return limits.reduce((least, limit) => (limit.seconds < least.seconds ? limit : least));
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
