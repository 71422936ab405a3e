import type { Metadata } from "next";
import { pageVisit } from "@/app/_http/page";
import { Button } from "@/app/_ui/button";
import { CenteredPage } from "@/app/_ui/centered-page";
import { LeavingLinkButton, LinkButton } from "@/app/_ui/link-button";
import { VisibleText } from "@/app/_ui/visible-text";

export const metadata: Metadata = { title: "Sign out" };

const AWS_GOES_ON = "AWS sessions you opened go on until they expire.";

/** How far the sign-out went, as far as the identity provider said. */
const DONE: ReadonlyMap<string, string> = new Map([
  ["everywhere", `Your session at your identity provider is over as well. ${AWS_GOES_ON}`],
  [
    "partly",
    `Your identity provider could not reach every application: close the browser to be sure. ${AWS_GOES_ON}`,
  ],
  ["here", `Your identity provider did not confirm that your session there is over. ${AWS_GOES_ON}`],
]);

interface SignOutProps {
  readonly searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>>;
}

/** Asks, and the form's POST does it: a link somebody else wrote cannot sign anybody out. Works without scripts. */
export default async function SignOut({ searchParams }: SignOutProps) {
  const [{ person }, { done }] = await Promise.all([pageVisit(), searchParams]);
  if (person === undefined) {
    return (
      <CenteredPage
        title="You are signed out"
        lead={(typeof done === "string" ? DONE.get(done) : undefined) ?? AWS_GOES_ON}
      >
        <div>
          <LeavingLinkButton tone="primary" size="lg" href="/signin">
            Sign in again
          </LeavingLinkButton>
        </div>
      </CenteredPage>
    );
  }
  return (
    <CenteredPage
      title="Sign out?"
      lead={
        <>
          You are signed in as{" "}
          <span className="font-medium text-ink">
            <VisibleText text={person.identity.username} />
          </span>
          . AWS sessions you opened go on until they expire.
        </>
      }
    >
      <form method="post" action="/signout" className="flex flex-wrap gap-2">
        <Button type="submit" tone="primary" size="lg">
          Sign out
        </Button>
        <LinkButton size="lg" href="/">
          Stay signed in
        </LinkButton>
      </form>
    </CenteredPage>
  );
}
