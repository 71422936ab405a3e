import type { Cloud } from "../cloud";
import { consoleCookie } from "../console/console-cookie";
import { type Reply, redirect } from "../http/reply";
import type { ConsoleSession } from "../store/console-sessions";

/** What the sign-in endpoints work with. */
export interface SigninContext {
  readonly cloud: Cloud;
  /** Origin of the console, where every sign-in ends. */
  readonly consoleUrl: string;
}

/** Signs the browser in and sends it to the console. */
export function openConsole(signedIn: ConsoleSession, { cloud, consoleUrl }: SigninContext): Reply {
  const id = cloud.consoleSessions.open(signedIn, cloud.clock().getTime());
  return redirect(`${consoleUrl}/`, consoleCookie(id));
}
