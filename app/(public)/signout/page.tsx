import type { Metadata } from "next";
import { pageVisit } from "@/app/_http/page";
import { Button } from "@/app/_ui/button";
import { CenteredPage } from "@/app/_ui/centered-page";
import { LeavingLinkButton, LinkButton } from "@/app/_ui/link-button";

export const metadata: Metadata = { title: "Sign out" };

/** Asks, and the form's POST does it: a link somebody else wrote cannot sign anybody out. Works without scripts. */
export default async function SignOut() {
  const { person } = await pageVisit();
  if (person === undefined) {
    return (
      <CenteredPage title="You are signed out" lead="AWS sessions you opened go on until they expire.">
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
          You are signed in as <span className="font-medium text-ink">{person.identity.username}</span>. AWS
          sessions you opened go on until they expire.
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
