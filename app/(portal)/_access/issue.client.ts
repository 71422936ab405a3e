"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import type { Partition } from "@/lib/aws/partition";

/** The answer of `POST /api/v1/credentials`. Lives in the state of one open view and nowhere else. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  /** RFC 3339 */
  readonly expiration: string;
  readonly assumedRoleArn: string;
  readonly assumedRoleId?: string;
  readonly accountId: string;
  readonly partition: Partition;
  readonly region: string;
}

/** A refusal as the API words it (RFC 9457), or one of ours when it could not be reached. */
export interface Refusal {
  readonly code: string;
  readonly title: string;
  readonly detail?: string;
  readonly reference?: string;
  readonly fields?: readonly { readonly field: string; readonly message: string }[];
  readonly awsCode?: string;
  readonly awsMessage?: string;
  readonly hints?: readonly string[];
  /** Where the next step begins. */
  readonly link?: string;
  /** The same where the next step is to step up. */
  readonly stepUp?: string;
}

/** What is asked for, beside the role. The code is gone from here when it was sent. */
export interface Wish {
  readonly durationSeconds: number;
  readonly reason?: string;
  readonly mfaCode?: string;
}

export type Issue =
  | { readonly state: "idle" }
  | { readonly state: "asking" }
  | { readonly state: "issued"; readonly credentials: Credentials }
  | { readonly state: "expired" }
  | { readonly state: "refused"; readonly refusal: Refusal };

/**
 * Asks for credentials and holds them until they expire or the view closes, whichever is first.
 * @param startWith seconds, when opening the view was itself the request for credentials
 */
export function useIssue(entitlementId: string, startWith: number | undefined) {
  const [issue, setIssue] = useState<Issue>({ state: startWith === undefined ? "idle" : "asking" });
  const running = useRef<AbortController>(undefined);

  const ask = useCallback(
    async (wish: Wish) => {
      running.current?.abort();
      const request = new AbortController();
      running.current = request;
      setIssue({ state: "asking" });
      const answer = await post({ entitlementId, ...wish }, request.signal);
      if (!request.signal.aborted) setIssue(answer);
    },
    [entitlementId],
  );

  // React's strict mode mounts twice in development; the first request is aborted by the clean-up then.
  const first = useRef(startWith);
  useEffect(() => {
    const start = first.current;
    const timer = start === undefined ? undefined : setTimeout(() => ask({ durationSeconds: start }), 0);
    return () => {
      clearTimeout(timer);
      running.current?.abort();
    };
  }, [ask]);

  const expire = useCallback(() => setIssue({ state: "expired" }), []);
  const forget = useCallback(() => setIssue({ state: "idle" }), []);
  return { issue, ask, expire, forget };
}

async function post(wish: object, signal: AbortSignal): Promise<Issue> {
  try {
    const response = await fetch("/api/v1/credentials", {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/json" },
      body: JSON.stringify(wish),
      cache: "no-store",
      signal,
    });
    const body: unknown = await response.json();
    return response.ok
      ? { state: "issued", credentials: body as Credentials }
      : { state: "refused", refusal: body as Refusal };
  } catch {
    return { state: "refused", refusal: UNREACHABLE };
  }
}

const UNREACHABLE: Refusal = {
  code: "request.failed",
  title: "Rolebridge did not answer. Check your connection and try again.",
};
