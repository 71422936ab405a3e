import type { Metadata } from "next";
import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { load } from "@/app/_http/load";
import { hasRole, signedInVisit } from "@/app/_http/page";
import { userSummary } from "@/app/_http/user-summary";
import { AdminShell } from "@/app/_ui/admin-shell";
import { LockDownBanner } from "@/app/_ui/lock-down-banner";
import { TopBar } from "@/app/_ui/top-bar";
import { UserMenu } from "@/app/_ui/user-menu.client";
import { LockDownsInForce } from "./lock-downs/lock-down-words";

export const metadata: Metadata = {
  title: { default: "Administration", template: "%s · Administration · Rolebridge" },
};

/** Frame of the administration. Whether somebody may see or do a thing is decided by each use-case, not here. */
export default async function AdminLayout({ children }: { readonly children: ReactNode }) {
  const visit = await signedInVisit();
  const user = await userSummary(visit);
  if (!(hasRole(visit.person, "administrator") || hasRole(visit.person, "auditor"))) notFound();
  const lockDowns = await load(visit, () => visit.rolebridge.lockDowns.inForce(visit.person));
  return (
    <>
      {lockDowns.ok && lockDowns.value.length > 0 ? (
        <LockDownBanner>
          <LockDownsInForce lockDowns={lockDowns.value} />
        </LockDownBanner>
      ) : null}
      <TopBar end={<UserMenu user={user} />} />
      <AdminShell>{children}</AdminShell>
    </>
  );
}
