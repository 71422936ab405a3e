"use client";

import { LoaderCircle } from "lucide-react";
import { type SubmitEvent, useState } from "react";
import { Button } from "@/app/_ui/button";
import { Callout } from "@/app/_ui/callout";
import { SelectField } from "@/app/_ui/select-field";
import { Skeleton } from "@/app/_ui/skeleton";
import { formatDuration } from "@/app/_ui/time";
import { Countdown } from "./countdown.client";
import { durationSteps, startDuration } from "./durations";
import { FetchProof } from "./fetch-proof";
import { type Issue, useIssue } from "./issue.client";
import { Issued } from "./issued.client";
import { PersonalFields } from "./personal-fields.client";
import { usePreference } from "./preferences.client";
import { RefusalNotice } from "./refusal";
import type { SessionRole } from "./session-role";
import { StepUpFirst, useStepUp } from "./step-up.client";
import { usePersonal } from "./use-personal.client";

interface CredentialsViewProps {
  readonly role: SessionRole;
  /** Name of the section in a credentials file. */
  readonly profile: string;
  /** True when the person asked for credentials to get here; a followed link only offers them. */
  readonly startAtOnce: boolean;
  /** Administrators and auditors are led from a refusal to its whole explanation. */
  readonly mayExplain: boolean;
  /** A page of the console to open, where a link named one. */
  readonly destination?: string | undefined;
}

const ASK_LABELS: Readonly<Record<Issue["state"], string>> = {
  idle: "Get credentials",
  asking: "Get new ones",
  issued: "Get new ones",
  expired: "Get new ones",
  refused: "Try again",
};

/** From choosing a duration to text that works, until it expires. What AWS gave is gone when this unmounts. */
export function CredentialsView(props: CredentialsViewProps) {
  const { role, profile, startAtOnce, mayExplain, destination } = props;
  const [preferred, prefer] = usePreference("duration");
  const initial = startDuration(role.maxDurationSeconds, Number(preferred) || undefined);
  const [chosen, setChosen] = useState<number>();
  const duration = chosen ?? initial;
  const { issue, ask, expire, forget } = useIssue(
    role.id,
    startAtOnce && !isHeldUp(role) ? initial : undefined,
  );
  const personal = usePersonal(role, issue);
  const returnTo = pathOf(role, destination);
  const stepUp = useStepUp(role, issue, returnTo);
  function submit(event: SubmitEvent<HTMLFormElement>) {
    const isConsole = event.nativeEvent.submitter?.hasAttribute("formaction") ?? false;
    if (!(isConsole && personal.isReady())) event.preventDefault();
    if (!personal.isReady()) return personal.complain();
    if (!isConsole) void ask({ durationSeconds: duration, ...personal.given() });
    // After the browser has read the form: a code that was sent works no second time.
    setTimeout(personal.forgetCode, 0);
  }
  function goOn() {
    stepUp.used();
    if (wantsMore(role) || destination !== undefined) forget();
    else void ask({ durationSeconds: duration });
  }
  if (stepUp.step !== undefined) {
    return (
      <div className="flex flex-col gap-4">
        <Beforehand role={role} />
        <StepUpFirst step={stepUp.step} returnTo={returnTo} onLeave={personal.keep} onPasskey={goOn} />
      </div>
    );
  }
  if (role.fetchFrom !== undefined) return <FetchProof from={role.fetchFrom} />;
  return (
    <div className="flex flex-col gap-4">
      <Beforehand role={role} />
      <form onSubmit={submit} noValidate className="flex flex-col gap-4" target="_blank" rel="noopener">
        <input type="hidden" name="entitlementId" value={role.id} />
        {destination === undefined ? null : <input type="hidden" name="destination" value={destination} />}
        {role.asks ? <PersonalFields asks={role.asks} {...personal.fields} /> : null}
        <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
          <div className="flex flex-wrap items-center gap-2">
            <span aria-hidden="true" className="text-ink-soft text-sm">
              Valid for
            </span>
            <SelectField
              name="durationSeconds"
              label="Valid for"
              labelHidden
              className="w-32"
              value={String(duration)}
              onChange={(event) => {
                setChosen(Number(event.target.value));
                prefer(event.target.value);
              }}
              options={durationSteps(role.maxDurationSeconds).map((seconds) => ({
                value: String(seconds),
                label: formatDuration(seconds),
              }))}
            />
            <Button
              type="submit"
              tone={issue.state === "issued" ? "secondary" : "primary"}
              disabled={issue.state === "asking"}
            >
              {ASK_LABELS[issue.state]}
            </Button>
            {(role.asks || role.stepUp) && !role.opensNoConsole ? (
              <Button type="submit" formAction="/console" formMethod="post">
                Open console
              </Button>
            ) : null}
          </div>
          {issue.state === "issued" ? <Countdown at={issue.credentials.expiration} onEnd={expire} /> : null}
        </div>
        <Limits role={role} />
      </form>
      <Outcome issue={issue} returnTo={returnTo} profile={profile} mayExplain={mayExplain} />
    </div>
  );
}

/** Where the person is: what a sign-in leads back to. */
function pathOf({ id }: SessionRole, destination: string | undefined): string {
  const query = destination === undefined ? "" : `?${new URLSearchParams({ destination })}`;
  return `/access/${id}${query}`;
}

/** Whether something is typed or fetched before AWS is asked. */
function wantsMore({ asks, fetchFrom }: SessionRole): boolean {
  return asks !== undefined || fetchFrom !== undefined;
}

function isHeldUp(role: SessionRole): boolean {
  return wantsMore(role) || (role.stepUp?.missing.length ?? 0) > 0;
}

/** In small print: how long a session may last, and what is there for it. */
function Limits({ role: { limit, proofUntil } }: { readonly role: SessionRole }) {
  return (
    <>
      {limit === undefined ? null : <p className="-mt-2 text-ink-faint text-sm">{limit}</p>}
      {proofUntil === undefined ? null : (
        <p className="-mt-2 text-ink-faint text-sm">
          Your company's proof for AWS is here. It is good until {proofUntil.slice(11, 16)} UTC.
        </p>
      )}
    </>
  );
}

/** What must be known before one asks. */
function Beforehand({ role: { breakGlass, cannot, stepUp } }: { readonly role: SessionRole }) {
  const sentences = [stepUp?.hint, cannot].filter((sentence) => sentence !== undefined).join(" ");
  if (breakGlass) {
    return (
      <Callout tone="warning" title="Break glass">
        For the day when nothing else works. Who took it and why is marked in the audit. {sentences}
      </Callout>
    );
  }
  return sentences === "" ? null : <p className="text-ink-soft text-sm">{sentences}</p>;
}

function Outcome({
  issue,
  returnTo,
  profile,
  mayExplain,
}: {
  readonly issue: Issue;
  readonly returnTo: string;
  readonly profile: string;
  readonly mayExplain: boolean;
}) {
  switch (issue.state) {
    case "idle":
      return null;
    case "asking":
      return <Asking />;
    case "issued":
      return <Issued credentials={issue.credentials} profile={profile} />;
    case "expired":
      return (
        <Callout tone="warning" title="These credentials have expired" live>
          They open nothing any more. Get new ones above; the format and the duration stay as they are.
        </Callout>
      );
    case "refused":
      return <RefusalNotice refusal={issue.refusal} returnTo={returnTo} mayExplain={mayExplain} />;
  }
}

/** As high as what comes, so that nothing jumps under the pointer. */
function Asking() {
  return (
    <div role="status">
      <p className="flex h-7 items-center gap-2 text-ink-soft text-sm">
        <LoaderCircle aria-hidden="true" className="size-4 animate-spin" />
        Asking AWS…
      </p>
      <div className="mt-4 flex flex-col gap-3">
        <Skeleton className="h-4 w-3/5" />
        <Skeleton className="h-24 w-full rounded-lg!" />
        <Skeleton className="h-8 w-48 rounded-md!" />
      </div>
    </div>
  );
}
