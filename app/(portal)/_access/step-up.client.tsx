"use client";

import { useState } from "react";
import { Callout } from "@/app/_ui/callout";
import { LeavingLinkButton } from "@/app/_ui/link-button";
import { UsePasskey } from "../_passkeys/use-passkey.client";
import type { Refusal } from "./issue.client";
import type { SessionRole } from "./session-role";

type Step = { readonly kind: "sign_in"; readonly href: string } | { readonly kind: "passkey" };

/** What came of asking, as far as it says that a step is missing. */
type Outcome = { readonly state: string } | { readonly state: "refused"; readonly refusal: Refusal };

/**
 * Which step stands before a session, one at a time: what the role asked for when the page was made, or what the
 * last refusal says, since a sign-in grows old while one looks at it.
 */
export function useStepUp({ stepUp }: SessionRole, outcome: Outcome, returnTo: string) {
  const [usedPasskey, setUsedPasskey] = useState(false);
  const refusal = "refusal" in outcome ? outcome.refusal : undefined;
  return { step: stepOf(), used: () => setUsedPasskey(true) };

  function stepOf(): Step | undefined {
    if (refusal?.code === "stepup.passkey_required") return { kind: "passkey" };
    if (refusal?.stepUp !== undefined) {
      const { pathname, search } = new URL(refusal.stepUp, "https://x.invalid");
      return { kind: "sign_in", href: backTo(pathname + search, returnTo) };
    }
    if (stepUp?.signIn !== undefined) return { kind: "sign_in", href: backTo(stepUp.signIn, returnTo) };
    return stepUp?.missing.includes("passkey") && !usedPasskey ? { kind: "passkey" } : undefined;
  }
}

/** The API knows the role's own page; the person may have come by a link to a place in the console. */
function backTo(href: string, returnTo: string): string {
  const [path = "", query = ""] = href.split("?");
  const parameters = new URLSearchParams(query);
  parameters.set("returnTo", returnTo);
  return `${path}?${parameters}`;
}

/** In place of the form: nothing is typed that a sign-in would lose. */
export function StepUpFirst({
  step,
  returnTo,
  onLeave,
  onPasskey,
}: {
  readonly step: Step;
  readonly returnTo: string;
  readonly onLeave: () => void;
  readonly onPasskey: () => void;
}) {
  if (step.kind === "passkey") {
    return (
      <Callout title="Show that it is you" live>
        <p className="mb-3">This role asks for your passkey. It then counts for five minutes.</p>
        <UsePasskey returnTo={returnTo} onDone={onPasskey} />
      </Callout>
    );
  }
  return (
    <Callout title="Sign in again" live>
      <p>Your identity provider asks who you are once more. You come back to this role.</p>
      <p className="mt-3">
        <LeavingLinkButton tone="primary" href={step.href} onClick={onLeave}>
          Sign in again
        </LeavingLinkButton>
      </p>
    </Callout>
  );
}
