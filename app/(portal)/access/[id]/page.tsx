import type { Metadata } from "next";
import { load } from "@/app/_http/load";
import { signedInVisit } from "@/app/_http/page";
import { userSummary } from "@/app/_http/user-summary";
import { Button } from "@/app/_ui/button";
import { ColumnPage } from "@/app/_ui/column-page";
import { LinkButton } from "@/app/_ui/link-button";
import { PageHeader } from "@/app/_ui/page-header";
import { ProblemNotice } from "@/app/_ui/problem-notice";
import { profileName } from "@/lib/delivery/profile-name";
import { AppError } from "@/lib/errors/app-error";
import type { EntitlementView } from "@/lib/flows/use-cases";
import { CredentialsView } from "../../_access/credentials-view.client";
import { AccountLine } from "../../_access/role-heading";
import { sessionRole } from "../../_access/session-role";
import { allEntitlements } from "../../_home/all-entitlements";
import { why } from "../../_home/role-list";

export const metadata: Metadata = { title: "Credentials" };

interface Props {
  readonly params: Promise<{ readonly id: string }>;
  readonly searchParams: Promise<Readonly<Record<string, string | readonly string[] | undefined>>>;
}

/** Credentials of one role as a page of its own: what a link or a reload leads to. Looking at it asks AWS nothing. */
export default async function Access({ params, searchParams }: Props) {
  const [visit, { id }, { destination }] = await Promise.all([signedInVisit(), params, searchParams]);
  const [user, loaded] = await Promise.all([
    userSummary(visit),
    load(visit, async () => {
      const all = await allEntitlements(visit.rolebridge, visit.person);
      const found = all.find((entitlement) => entitlement.id === id);
      if (found === undefined) throw new AppError("issuance.not_entitled");
      return found;
    }),
  ]);
  return (
    <ColumnPage user={user}>
      {loaded.ok ? (
        <OneRole
          entitlement={loaded.value}
          mayExplain={user.administration !== "none"}
          destination={typeof destination === "string" && destination !== "" ? destination : undefined}
        />
      ) : (
        <>
          <PageHeader title="Credentials" />
          <ProblemNotice problem={loaded.problem} action={<LinkButton href="/">All my roles</LinkButton>} />
        </>
      )}
    </ColumnPage>
  );
}

function OneRole({
  entitlement,
  mayExplain,
  destination,
}: {
  readonly entitlement: EntitlementView;
  readonly mayExplain: boolean;
  /** A page of the console, where a shared link named one. */
  readonly destination: string | undefined;
}) {
  const role = sessionRole(entitlement);
  const { accountId, accountName, accountAlias, accountColor } = entitlement;
  const account = {
    accountId,
    name: accountName,
    ...(accountColor === undefined ? {} : { color: accountColor }),
  };
  return (
    <>
      <PageHeader
        breadcrumb={{ href: "/", label: "All my roles" }}
        title={entitlement.roleName}
        description={
          <>
            <AccountLine account={account} />
            <span className="text-ink-faint text-sm">{why(entitlement.because, new Date())}</span>
          </>
        }
        actions={
          // What is asked for first is typed or fetched below, where the same button stands.
          role.asks || role.stepUp || role.fetchFrom || role.opensNoConsole ? null : (
            <form method="post" action="/console" target="_blank" rel="noopener">
              <input type="hidden" name="entitlementId" value={entitlement.id} />
              <input type="hidden" name="destination" value={destination ?? ""} />
              <Button type="submit">Open console</Button>
            </form>
          )
        }
      />
      <CredentialsView
        role={role}
        profile={profileName(accountAlias ?? accountName, entitlement.roleName)}
        startAtOnce={false}
        mayExplain={mayExplain}
        destination={destination}
      />
    </>
  );
}
