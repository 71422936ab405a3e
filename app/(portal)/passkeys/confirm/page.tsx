import type { Metadata } from "next";
import { signedInVisit } from "@/app/_http/page";
import { userSummary } from "@/app/_http/user-summary";
import { ColumnPage } from "@/app/_ui/column-page";
import { LinkButton } from "@/app/_ui/link-button";
import { PageHeader } from "@/app/_ui/page-header";
import { ConfirmAndReturn } from "../../_passkeys/use-passkey.client";

export const metadata: Metadata = { title: "Use your passkey" };

interface Props {
  readonly searchParams: Promise<Readonly<Record<string, string | readonly string[] | undefined>>>;
}

/** Where a step up with a passkey begins when it was asked for elsewhere: by a script, or a console in a tab. */
export default async function ConfirmPage({ searchParams }: Props) {
  const visit = await signedInVisit();
  const [user, { returnTo }] = await Promise.all([userSummary(visit), searchParams]);
  const back = visit.rolebridge.signIn.safeReturnTo(typeof returnTo === "string" ? returnTo : undefined);
  return (
    <ColumnPage user={user}>
      <PageHeader
        title="Use your passkey"
        description="What you asked for wants to see that it is you. Then you go back there."
        breadcrumb={{ href: "/", label: "All my roles" }}
      />
      <ConfirmAndReturn returnTo={back} />
      <p className="mt-6">
        <LinkButton size="sm" href="/passkeys">
          My passkeys
        </LinkButton>
      </p>
    </ColumnPage>
  );
}
