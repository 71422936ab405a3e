import "server-only";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { cache } from "react";
import type { ErrorCode } from "@/lib/errors/codes";
import type { AppRole, PersonActor, RequestOrigin } from "@/lib/identity/actor";
import { type Runtime, runtime } from "@/lib/runtime";
import { personOf, sessionEndOf } from "./actor";
import { signInPath } from "./redirect";
import { PATH_HEADER } from "./request-headers";
import { requestOrigin } from "./request-origin";

export interface PageVisit {
  readonly rolebridge: Runtime;
  readonly origin: RequestOrigin;
  /** Undefined when signed out. */
  readonly person: PersonActor | undefined;
  /** Path and query of this page, for coming back to it. */
  readonly path: string;
}

/** Who looks at this page. Worked out once a request, however many components ask. */
export const pageVisit: () => Promise<PageVisit> = cache(async () => {
  const [requestHeaders, rolebridge] = await Promise.all([headers(), runtime()]);
  const origin = requestOrigin(requestHeaders, rolebridge.settings.trustedProxyHops);
  const person = await personOf(requestHeaders, rolebridge, origin);
  return { rolebridge, origin, person, path: requestHeaders.get(PATH_HEADER) ?? "/" };
});

/** The same for pages of signed-in people: everybody else is led to the sign-in page and back here. */
export async function signedInVisit(): Promise<PageVisit & { readonly person: PersonActor }> {
  const visit = await pageVisit();
  if (visit.person === undefined) redirect(signInPath(visit.path));
  return { ...visit, person: visit.person };
}

/** Why the browser that looks at this page is not signed in any more; undefined when that says nothing new. */
export async function visitedSessionEnd({ person, rolebridge }: PageVisit): Promise<ErrorCode | undefined> {
  return person === undefined ? sessionEndOf(await headers(), rolebridge) : undefined;
}

/** Whether to show something at all. Never the decision itself: that is the use-case's. */
export function hasRole(person: PersonActor, role: AppRole): boolean {
  return person.roles.has(role);
}
