import type { Metadata } from "next";
import { load } from "@/app/_http/load";
import { signedInVisit } from "@/app/_http/page";
import { userSummary } from "@/app/_http/user-summary";
import { ColumnPage } from "@/app/_ui/column-page";
import { LinkButton } from "@/app/_ui/link-button";
import { PageHeader } from "@/app/_ui/page-header";
import { ProblemNotice } from "@/app/_ui/problem-notice";
import { AddPasskey } from "../_passkeys/add-passkey.client";
import { PasskeyList } from "../_passkeys/passkey-list.client";

export const metadata: Metadata = { title: "Passkeys" };

/** A person's own passkeys: add, see, remove. */
export default async function Passkeys() {
  const visit = await signedInVisit();
  const [user, loaded] = await Promise.all([
    userSummary(visit),
    load(visit, () => visit.rolebridge.stepUp.passkeys(visit.person)),
  ]);
  return (
    <ColumnPage user={user}>
      <PageHeader
        title="Passkeys"
        description="Some roles ask for one before they give a session. A passkey is kept by your device or security key and works with Rolebridge only."
        breadcrumb={{ href: "/", label: "All my roles" }}
      />
      {loaded.ok ? (
        <>
          <PasskeyList passkeys={loaded.value} />
          <AddPasskey />
        </>
      ) : (
        <ProblemNotice problem={loaded.problem} action={<LinkButton href="/">All my roles</LinkButton>} />
      )}
    </ColumnPage>
  );
}
