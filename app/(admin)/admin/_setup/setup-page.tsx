import type { Loaded } from "@/app/_http/load";
import type { Problem } from "@/app/_http/problem";
import { Callout } from "@/app/_ui/callout";
import { EmptyState } from "@/app/_ui/empty-state";
import { ProblemNotice } from "@/app/_ui/problem-notice";
import type { SetUpTexts } from "@/lib/trust/set-up/set-up-aws";
import type { SetUpOptions } from "./read-options";
import { SetUpAccounts } from "./setup-accounts";
import { SetUpOptionsForm } from "./setup-options";

/** The texts, or what is wrong with the options they were asked with. */
export function SetUp({
  loaded,
  options,
  path,
}: {
  readonly loaded: Loaded<readonly SetUpTexts[]>;
  readonly options: SetUpOptions;
  readonly path: string;
}) {
  return (
    <>
      <p className="mb-5 max-w-[68ch] text-ink-soft">
        This is what AWS must hold, and no more: who may take the role, and with what. Paste it once, then
        check the target.
      </p>
      <SetUpOptionsForm options={options} faults={loaded.ok ? [] : (loaded.problem.fields ?? [])} />
      {loaded.ok ? (
        <Texts texts={loaded.value} options={options} path={path} />
      ) : (
        <NotWritten problem={loaded.problem} />
      )}
    </>
  );
}

function NotWritten({ problem }: { readonly problem: Problem }) {
  if ((problem.fields ?? []).length === 0) return <ProblemNotice problem={problem} />;
  return (
    <Callout tone="danger" title="The texts cannot be written like this">
      Correct what is marked above, then write them anew.
    </Callout>
  );
}

function Texts({
  texts,
  options,
  path,
}: {
  readonly texts: readonly SetUpTexts[];
  readonly options: SetUpOptions;
  readonly path: string;
}) {
  if (texts.length === 0) {
    return (
      <EmptyState title="Nothing to set up">There is no target yet that needs anything in AWS.</EmptyState>
    );
  }
  return <SetUpAccounts texts={texts} options={options} path={path} />;
}
