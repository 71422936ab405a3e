import type { Metadata } from "next";
import { signedInVisit } from "@/app/_http/page";
import { userSummary } from "@/app/_http/user-summary";
import { EmptyState } from "@/app/_ui/empty-state";
import { LinkButton } from "@/app/_ui/link-button";
import { TopBar } from "@/app/_ui/top-bar";
import { UserMenu } from "@/app/_ui/user-menu.client";

export const metadata: Metadata = { title: "Not found" };

/** What the administration is to everybody else: status 404, and whom to ask. */
export default async function NotForYou() {
  const user = await userSummary(await signedInVisit());
  return (
    <>
      <TopBar end={<UserMenu user={user} />} />
      <main id="content" tabIndex={-1} className="mx-auto max-w-[44rem] px-4 pt-14 pb-16 outline-none">
        <h1 className="visually-hidden">Administration</h1>
        <EmptyState title="This is for administrators" action={<LinkButton href="/">My roles</LinkButton>}>
          You are signed in as {user.username}. Who administers Rolebridge is set in its configuration; ask
          whoever runs it.
        </EmptyState>
      </main>
    </>
  );
}
