import { ArrowRight } from "lucide-react";
import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { load } from "@/app/_http/load";
import { pageVisit, visitedSessionEnd } from "@/app/_http/page";
import { Callout } from "@/app/_ui/callout";
import { CenteredPage } from "@/app/_ui/centered-page";
import { Reference } from "@/app/_ui/form-error-summary.client";
import { ProblemNotice } from "@/app/_ui/problem-notice";
import { ERROR_CODES, type ErrorCode } from "@/lib/errors/codes";
import type { ConnectionChoice } from "@/lib/flows/use-cases";

export const metadata: Metadata = { title: "Sign in" };

interface SignInProps {
  readonly searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>>;
}

/** Choose an identity provider. Plain links: works without scripts. */
export default async function SignIn({ searchParams }: SignInProps) {
  const [visit, query] = await Promise.all([pageVisit(), searchParams]);
  const { signIn } = visit.rolebridge;
  const returnTo = signIn.safeReturnTo(text(query.returnTo));
  if (visit.person !== undefined) redirect(returnTo);
  const refused = refusal(text(query.error), text(query.reference));
  const loaded = await load(visit, () => Promise.all([signIn.connections(), visitedSessionEnd(visit)]));
  if (!loaded.ok) {
    return (
      <CenteredPage title="Sign in">
        <ProblemNotice problem={loaded.problem} />
      </CenteredPage>
    );
  }
  const [connections, ended] = loaded.value;
  const [only, ...others] = connections;
  // After a refusal going straight on would be a loop that nobody can read; a session that ran out is everyday.
  const goesOn = refused === undefined && (ended === undefined || ended === "access.timed_out");
  if (only !== undefined && others.length === 0 && goesOn) redirect(start(only, returnTo));
  return (
    <CenteredPage title="Sign in to Rolebridge" lead="With your company account, on to AWS.">
      {refused === undefined ? (
        <SessionEnded code={ended} />
      ) : (
        <Callout tone="danger" title={refused.title} live>
          {refused.reference === undefined ? null : <Reference value={refused.reference} />}
        </Callout>
      )}
      <Choices
        connections={connections}
        returnTo={returnTo}
        contact={visit.rolebridge.settings.supportContact}
      />
    </CenteredPage>
  );
}

/** Why somebody who was at work stands at the door again. */
function SessionEnded({ code }: { readonly code: ErrorCode | undefined }) {
  if (code === undefined) return null;
  const tone = code === "access.timed_out" ? "info" : "warning";
  return <Callout tone={tone} title={ERROR_CODES[code].title} live />;
}

function Choices({
  connections,
  returnTo,
  contact,
}: {
  readonly connections: readonly ConnectionChoice[];
  readonly returnTo: string;
  readonly contact: string | undefined;
}) {
  if (connections.length === 0) {
    return (
      <Callout tone="warning" title="No identity provider is connected yet">
        Whoever runs this Rolebridge adds the first one at <code>/api/v1/admin/connections</code>, with the
        token of <code>ROLEBRIDGE_ADMIN_TOKEN_SHA256</code>.
        {contact === undefined ? "" : ` Contact: ${contact}`}
      </Callout>
    );
  }
  return (
    <ul className="flex flex-col gap-2">
      {connections.map((connection) => (
        <li key={connection.slug}>
          <a
            href={start(connection, returnTo)}
            className="group flex h-12 items-center justify-between gap-3 rounded-lg border border-line bg-surface px-4 font-medium transition-colors hover:border-line-strong hover:bg-hover"
          >
            <span className="min-w-0 truncate">{connection.displayName}</span>
            <ArrowRight
              aria-hidden="true"
              className="size-4 shrink-0 text-ink-faint transition-colors group-hover:text-accent"
            />
          </a>
        </li>
      ))}
    </ul>
  );
}

function start({ slug }: ConnectionChoice, returnTo: string): string {
  const path = `/signin/${encodeURIComponent(slug)}`;
  return returnTo === "/" ? path : `${path}?${new URLSearchParams({ returnTo })}`;
}

/** Only codes we know and references we make are shown: the address is anybody's to write. */
function refusal(code: string | undefined, reference: string | undefined) {
  if (code === undefined || !(code in ERROR_CODES)) return undefined;
  const { title } = ERROR_CODES[code as keyof typeof ERROR_CODES];
  const known = reference !== undefined && /^[2-9a-z]{10}$/.test(reference) ? reference : undefined;
  return { title, reference: known };
}

function text(value: string | string[] | undefined): string | undefined {
  return typeof value === "string" ? value : undefined;
}
