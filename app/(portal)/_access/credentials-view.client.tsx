"use client";

import { LoaderCircle } from "lucide-react";
import { useState } from "react";
import { Button } from "@/app/_ui/button";
import { Callout } from "@/app/_ui/callout";
import { SelectField } from "@/app/_ui/select-field";
import { Skeleton } from "@/app/_ui/skeleton";
import { formatDuration } from "@/app/_ui/time";
import { Countdown } from "./countdown.client";
import { durationSteps, startDuration } from "./durations";
import { type Issue, useIssue } from "./issue.client";
import { Issued } from "./issued.client";
import { usePreference } from "./preferences.client";
import { RefusalNotice } from "./refusal";

interface CredentialsViewProps {
  readonly entitlementId: string;
  readonly maxDurationSeconds: number;
  /** Name of the section in a credentials file. */
  readonly profile: string;
  /** True when the person asked for credentials to get here; a followed link only offers them. */
  readonly startAtOnce: boolean;
}

const ASK_LABELS: Readonly<Record<Issue["state"], string>> = {
  idle: "Get credentials",
  asking: "Get new ones",
  issued: "Get new ones",
  expired: "Get new ones",
  refused: "Try again",
};

/** From choosing a duration to text that works, until it expires. What AWS gave is gone when this unmounts. */
export function CredentialsView({
  entitlementId,
  maxDurationSeconds,
  profile,
  startAtOnce,
}: CredentialsViewProps) {
  const [preferred, prefer] = usePreference("duration");
  const preferredSeconds = Number(preferred) || undefined;
  const initial = startDuration(maxDurationSeconds, preferredSeconds);
  const [chosen, setChosen] = useState<number>();
  const duration = chosen ?? initial;
  const { issue, ask, expire } = useIssue(entitlementId, startAtOnce ? initial : undefined);
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <div className="flex flex-wrap items-center gap-2">
          <span aria-hidden="true" className="text-ink-soft text-sm">
            Valid for
          </span>
          <SelectField
            name={`duration-${entitlementId}`}
            label="Valid for"
            labelHidden
            className="w-32"
            value={String(duration)}
            onChange={(event) => {
              setChosen(Number(event.target.value));
              prefer(event.target.value);
            }}
            options={durationSteps(maxDurationSeconds).map((seconds) => ({
              value: String(seconds),
              label: formatDuration(seconds),
            }))}
          />
          <Button
            tone={issue.state === "issued" ? "secondary" : "primary"}
            onClick={() => ask(duration)}
            disabled={issue.state === "asking"}
          >
            {ASK_LABELS[issue.state]}
          </Button>
        </div>
        {issue.state === "issued" ? <Countdown at={issue.credentials.expiration} onEnd={expire} /> : null}
      </div>
      <Outcome issue={issue} entitlementId={entitlementId} profile={profile} />
    </div>
  );
}

function Outcome({
  issue,
  entitlementId,
  profile,
}: {
  readonly issue: Issue;
  readonly entitlementId: string;
  readonly profile: string;
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
      return <RefusalNotice refusal={issue.refusal} returnTo={`/access/${entitlementId}`} />;
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
