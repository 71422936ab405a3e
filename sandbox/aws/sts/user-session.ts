import type { Caller } from "../sigv4/authenticate";
import type { SessionUser } from "../store/session";

/** A caller with long-term keys. */
export type LongTermCaller = Exclude<Caller, { kind: "session" }>;

/** 36 hours, for what an IAM user asks for itself. */
export const MAX_USER_DURATION = 129_600;
const DEFAULT_DURATION = 43_200;
const ROOT_MAXIMUM = 3600;

/** Seconds; the root user gets an hour whatever it asks. */
export function userDuration(caller: LongTermCaller, wish = DEFAULT_DURATION): number {
  return caller.kind === "root" ? Math.min(wish, ROOT_MAXIMUM) : wish;
}

/** Whom a session stands for; the root user is nobody. */
export function sessionUserOf(caller: LongTermCaller): { user?: SessionUser } {
  if (caller.kind === "root") return {};
  const { userName, userId } = caller.user;
  return { user: { userName, userId } };
}
