import { AccountNumber } from "@/app/_ui/account-number";
import { Callout } from "@/app/_ui/callout";
import type { SetUpTexts } from "@/lib/trust/set-up/set-up-aws";
import { address } from "../_parts/list-address";
import { type SetUpOptions, setUpQuery } from "./read-options";
import { SET_UP_FORMATS } from "./setup-formats";
import { SetUpRefusals } from "./setup-refusals";
import { type SetUpTab, SetUpTabs } from "./setup-texts.client";

/** What each account must hold, the targets' own first. */
export function SetUpAccounts({
  texts,
  path,
  options,
}: {
  readonly texts: readonly SetUpTexts[];
  /** Of the API that gives the same texts. */
  readonly path: string;
  readonly options: SetUpOptions;
}) {
  return (
    <div className="flex flex-col gap-10">
      {texts.map((one) => (
        <section key={one.accountId} aria-label={`In account ${one.accountId}`}>
          <h2 className="mb-3 font-semibold text-lg tracking-[-0.01em]">
            In account <AccountNumber id={one.accountId} />
          </h2>
          {one.notes.map((note) => (
            <Callout key={note} className="mb-3">
              {note}
            </Callout>
          ))}
          <SetUpTabs label={`account ${one.accountId}`} tabs={tabsOf(one, path, options)} />
          <SetUpRefusals refusals={one.refusals} />
        </section>
      ))}
    </div>
  );
}

function tabsOf(texts: SetUpTexts, path: string, options: SetUpOptions): readonly SetUpTab[] {
  return SET_UP_FORMATS.flatMap(({ format, label, todo, text, fileName }) => {
    const written = text(texts);
    if (written === undefined) return [];
    const query = { format, account: texts.accountId, ...setUpQuery(options) };
    return [{ format, label, todo, text: written, fileName, href: address(path, query) }];
  });
}
