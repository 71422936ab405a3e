import type { ReactNode } from "react";
import { load } from "@/app/_http/load";
import { pageVisit } from "@/app/_http/page";
import { LockDownBanner } from "@/app/_ui/lock-down-banner";

const WORDS = {
  everything: "Access to AWS is locked down for everybody at the moment.",
  account: "Access to an account is locked down at the moment.",
  person: "Your access to AWS is locked down at the moment.",
} as const;

/** Says before anybody tries that nothing is given out. Why, only administrators and auditors read. */
export default async function PortalLayout({ children }: { readonly children: ReactNode }) {
  const visit = await pageVisit();
  const { person, rolebridge } = visit;
  const concerning =
    person === undefined ? undefined : await load(visit, () => rolebridge.lockDowns.concerning(person));
  const scope = concerning?.ok ? concerning.value : undefined;
  const { supportContact } = rolebridge.settings;
  return (
    <>
      {scope === undefined ? null : (
        <LockDownBanner>
          {WORDS[scope]} Ask {supportContact ?? "an administrator"} when it will be lifted.
        </LockDownBanner>
      )}
      {children}
    </>
  );
}
