import "server-only";
import { headers } from "next/headers";
import { redirect, unstable_rethrow } from "next/navigation";
import { AppError } from "@/lib/errors/app-error";
import type { PersonActor, RequestOrigin } from "@/lib/identity/actor";
import { type Runtime, runtime } from "@/lib/runtime";
import { personOf } from "./actor";
import { type Problem, problemOf, toAppError } from "./problem";
import { signInPath } from "./redirect";
import { reportFailure } from "./report-failure";
import { PATH_HEADER } from "./request-headers";
import { requestOrigin } from "./request-origin";
import { requireSameOrigin } from "./same-origin";

export interface ActionCall {
  readonly rolebridge: Runtime;
  readonly person: PersonActor;
  readonly origin: RequestOrigin;
  readonly form: FormData;
}

/** What `useActionState` holds. A refusal gives back what was typed: bad input loses nothing. */
export type ActionState<T> =
  | { readonly state: "idle" }
  | { readonly state: "done"; readonly value: T }
  | {
      readonly state: "refused";
      readonly problem: Problem;
      readonly typed: Readonly<Record<string, string>>;
    };

/**
 * A Server Action of a signed-in person. Actions are public endpoints, so each asks who calls and whether the
 * request came from our own page (Next lets one without Origin pass). Signed-out people are led to sign in.
 * @param work throws AppError to refuse; may call `redirect`
 */
export function action<T>(
  work: (call: ActionCall) => Promise<T>,
): (previous: ActionState<T>, form: FormData) => Promise<ActionState<T>> {
  return async (_previous, form) => {
    const requestHeaders = await headers();
    let origin = requestOrigin(requestHeaders, 0);
    try {
      const rolebridge = await runtime();
      origin = requestOrigin(requestHeaders, rolebridge.settings.trustedProxyHops);
      requireSameOrigin(requestHeaders, rolebridge.settings.origin);
      const person = await personOf(requestHeaders, rolebridge, origin);
      if (person === undefined) throw new AppError("access.signed_out");
      return { state: "done", value: await work({ rolebridge, person, origin, form }) };
    } catch (thrown) {
      // Redirects and not-found travel as exceptions of Next.
      unstable_rethrow(thrown);
      const error = toAppError(thrown);
      const path = requestHeaders.get(PATH_HEADER) ?? "/";
      reportFailure(error, { method: "ACTION", path: path.split("?")[0] ?? path }, origin);
      if (error.code === "access.signed_out") redirect(signInPath(path));
      return { state: "refused", problem: problemOf(error, origin.reference), typed: typedIn(form) };
    }
  };
}

/** Text fields only, without the fields Next adds for itself. */
function typedIn(form: FormData): Readonly<Record<string, string>> {
  const typed = [...form].filter(
    (entry): entry is [string, string] => typeof entry[1] === "string" && !entry[0].startsWith("$"),
  );
  return Object.fromEntries(typed);
}
