import type { Metadata } from "next";
import type { ReactNode } from "react";
import { hasRole, signedInVisit } from "@/app/_http/page";
import { userSummary } from "@/app/_http/user-summary";
import { AdminShell } from "@/app/_ui/admin-shell";
import { EmptyState } from "@/app/_ui/empty-state";
import { LinkButton } from "@/app/_ui/link-button";
import { TopBar } from "@/app/_ui/top-bar";
import { UserMenu } from "@/app/_ui/user-menu.client";

export const metadata: Metadata = {
  title: { default: "Administration", template: "%s · Administration · Rolebridge" },
};

/** Frame of the administration. Whether somebody may see or do a thing is decided by each use-case, not here. */
export default async function AdminLayout({ children }: { readonly children: ReactNode }) {
  const visit = await signedInVisit();
  const user = await userSummary(visit);
  const may = hasRole(visit.person, "administrator") || hasRole(visit.person, "auditor");
  return (
    <>
      <TopBar end={<UserMenu user={user} />} />
      {may ? <AdminShell>{children}</AdminShell> : <NotForYou username={user.username} />}
    </>
  );
}

function NotForYou({ username }: { readonly username: string }) {
  return (
    <main id="content" tabIndex={-1} className="mx-auto max-w-[44rem] px-4 pt-14 pb-16 outline-none">
      <h1 className="visually-hidden">Administration</h1>
      <EmptyState title="This is for administrators" action={<LinkButton href="/">My roles</LinkButton>}>
        You are signed in as {username}. Who administers Rolebridge is set in its configuration; ask whoever
        runs it.
      </EmptyState>
    </main>
  );
}
