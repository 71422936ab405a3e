import { Badge } from "@/app/_ui/badge";
import { Callout } from "@/app/_ui/callout";
import { Reference } from "@/app/_ui/form-error-summary.client";
import { LeavingLinkButton, LinkButton } from "@/app/_ui/link-button";
import type { Refusal } from "./issue.client";

/** Why there are no credentials: what happened, what AWS said, what it means here, and who must change what. */
export function RefusalNotice({
  refusal,
  returnTo,
  mayExplain,
}: {
  readonly refusal: Refusal;
  /** For coming back here after signing in. */
  readonly returnTo: string;
  /** Whether the reader may see the whole explanation in the audit. */
  readonly mayExplain: boolean;
}) {
  const { title, detail, awsCode, awsMessage, hints = [], reference } = refusal;
  if (refusal.link !== undefined) {
    return <OneMoreStep title={title} href={refusal.link} label={stepLabel(refusal.code)} />;
  }
  return (
    <Callout tone="danger" title={title} live>
      {detail !== undefined && detail !== title ? <p>{detail}</p> : null}
      {awsCode === undefined ? null : (
        <div className="mt-2 rounded-md border border-line bg-surface px-3 py-2">
          <p className="flex flex-wrap items-center gap-x-2 gap-y-1 text-ink-soft text-sm">
            AWS said{" "}
            <Badge tone="danger" className="h-auto! whitespace-normal! break-all">
              {awsCode}
            </Badge>
          </p>
          <p className="mt-1 break-words font-mono text-ink text-sm">{awsMessage}</p>
        </div>
      )}
      {hints.length > 0 ? (
        <>
          <p className="mt-3 font-medium text-ink text-sm">What it means here</p>
          <ul className="mt-1 list-disc space-y-1 pl-4 text-sm">
            {hints.map((hint) => (
              <li key={hint}>{hint}</li>
            ))}
          </ul>
        </>
      ) : null}
      {refusal.code === "access.signed_out" ? (
        <p className="mt-3">
          <LeavingLinkButton size="sm" href={`/signin?returnTo=${encodeURIComponent(returnTo)}`}>
            Sign in again
          </LeavingLinkButton>
        </p>
      ) : null}
      {mayExplain && awsCode !== undefined && reference !== undefined ? (
        <p className="mt-3">
          <LinkButton size="sm" href={`/admin/audit?outcome=refused&reference=${reference}`}>
            See the whole explanation
          </LinkButton>
        </p>
      ) : null}
      {reference === undefined ? null : <Reference value={reference} />}
    </Callout>
  );
}

/** What stands on the way to a session, by what is asked for. */
function stepLabel(code: string): string {
  if (code === "stepup.passkey_required") return "Use my passkey";
  if (code === "stepup.passkey_missing") return "Add a passkey";
  return code.startsWith("stepup.") ? "Sign in again" : "Fetch it from the company sign-in";
}

/** Nothing is wrong: what AWS wants to see is fetched elsewhere, by one press. */
function OneMoreStep({
  title,
  href,
  label,
}: {
  readonly title: string;
  readonly href: string;
  readonly label: string;
}) {
  return (
    <Callout title="One more step" live>
      <p>{title}</p>
      <p className="mt-3">
        <LeavingLinkButton tone="primary" href={href}>
          {label}
        </LeavingLinkButton>
      </p>
    </Callout>
  );
}
