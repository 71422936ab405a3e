"use client";

import { Button } from "./_ui/button";
import { CenteredPage } from "./_ui/centered-page";
import { Reference } from "./_ui/form-error-summary.client";
import { LinkButton } from "./_ui/link-button";

/** What nobody foresaw. `digest` stands in the server's log beside the error. */
export default function Unexpected({
  error,
  reset,
}: {
  readonly error: Error & { readonly digest?: string };
  readonly reset: () => void;
}) {
  return (
    <CenteredPage
      title="Something went wrong on our side"
      lead={
        error.digest === undefined
          ? "Try again. If it stays, look whether you are still connected."
          : "Try again. If it stays, give the reference to your administrator."
      }
    >
      {error.digest === undefined ? null : <Reference value={error.digest} />}
      <div className="flex flex-wrap gap-2">
        <Button tone="primary" onClick={reset}>
          Try again
        </Button>
        <LinkButton href="/">My roles</LinkButton>
      </div>
    </CenteredPage>
  );
}
