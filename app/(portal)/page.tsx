import type { Metadata } from "next";
import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { load } from "@/app/_http/load";
import { signedInVisit } from "@/app/_http/page";
import { userSummary } from "@/app/_http/user-summary";
import { LinkButton } from "@/app/_ui/link-button";
import { PageHeader } from "@/app/_ui/page-header";
import { ProblemNotice } from "@/app/_ui/problem-notice";
import { TopBar } from "@/app/_ui/top-bar";
import { UserMenu } from "@/app/_ui/user-menu.client";
import { allEntitlements } from "./_home/all-entitlements";
import { NoRoles } from "./_home/no-roles";
import { RECENT_COOKIE, readRecent } from "./_home/recent-roles";
import { groupByAccount } from "./_home/role-list";
import { RolesWithCredentials } from "./_home/roles-with-credentials.client";

export const metadata: Metadata = { title: { absolute: "Rolebridge" } };

/** The portal: my accounts and roles. */
export default async function Portal() {
  const visit = await signedInVisit();
  const [user, jar, loaded] = await Promise.all([
    userSummary(visit),
    cookies(),
    load(visit, () => allEntitlements(visit.rolebridge, visit.person)),
  ]);
  const end = <UserMenu user={user} />;
  if (!loaded.ok) {
    return (
      <Frame end={end}>
        <PageHeader title="Your AWS roles" />
        <ProblemNotice problem={loaded.problem} action={<LinkButton href="/">Try again</LinkButton>} />
      </Frame>
    );
  }
  if (loaded.value.length === 0) {
    return (
      <Frame end={end}>
        <NoRoles
          identity={visit.person.identity}
          connectionName={user.connectionName}
          contact={visit.rolebridge.settings.supportContact}
          maySetUp={user.administration === "manage"}
        />
      </Frame>
    );
  }
  return (
    <RolesWithCredentials
      groups={groupByAccount(loaded.value, new Date())}
      recentIds={readRecent(jar.get(RECENT_COOKIE)?.value)}
      end={end}
      mayExplain={user.administration !== "none"}
    />
  );
}

function Frame({ end, children }: { readonly end: ReactNode; readonly children: ReactNode }) {
  return (
    <>
      <TopBar end={end} />
      <main
        id="content"
        tabIndex={-1}
        className="mx-auto max-w-[44rem] px-4 pt-8 pb-16 outline-none md:pt-14"
      >
        {children}
      </main>
    </>
  );
}
