import type { Metadata } from "next";
import { load } from "@/app/_http/load";
import { signedInVisit } from "@/app/_http/page";
import { userSummary } from "@/app/_http/user-summary";
import { ColumnPage } from "@/app/_ui/column-page";
import { LinkButton } from "@/app/_ui/link-button";
import { PageHeader } from "@/app/_ui/page-header";
import { ProblemNotice } from "@/app/_ui/problem-notice";
import { sessionRole } from "../_access/session-role";
import { NoRolesToAskWith, QuestionCard } from "../_diagnose/question-card.client";
import { QUESTIONS } from "../_diagnose/questions";
import { allEntitlements } from "../_home/all-entitlements";

export const metadata: Metadata = { title: "Diagnose" };

/** Three questions to AWS, for whoever sits before an error. */
export default async function Diagnose() {
  const visit = await signedInVisit();
  const [user, loaded] = await Promise.all([
    userSummary(visit),
    load(visit, async () => {
      const all = await allEntitlements(visit.rolebridge, visit.person);
      return all.map((one) => ({ ...sessionRole(one), label: `${one.roleName} in ${one.accountName}` }));
    }),
  ]);
  return (
    <ColumnPage user={user} width="forms">
      <PageHeader
        title="Diagnose"
        description="Ask AWS, with a session of one of your roles. The session is thrown away afterwards."
        breadcrumb={{ href: "/", label: "All my roles" }}
      />
      {loaded.ok ? (
        <div className="flex flex-col gap-5">
          {loaded.value.length === 0 ? <NoRolesToAskWith /> : null}
          {(loaded.value.length === 0 ? [] : QUESTIONS).map((question) => (
            <QuestionCard
              key={question.path}
              question={question}
              roles={loaded.value}
              mayExplain={user.administration !== "none"}
            />
          ))}
        </div>
      ) : (
        <ProblemNotice problem={loaded.problem} action={<LinkButton href="/">All my roles</LinkButton>} />
      )}
    </ColumnPage>
  );
}
