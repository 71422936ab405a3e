import { AccountNumber } from "@/app/_ui/account-number";
import { Callout } from "@/app/_ui/callout";
import { Code, CodeBlock } from "@/app/_ui/code-block";
import { CopyButton } from "@/app/_ui/copy-button.client";
import { decodedFacts } from "./decoded";
import type { Question } from "./questions";

interface Fact {
  readonly label: string;
  readonly value: string | undefined;
}

/** What AWS answered, in words first and as it was written below. */
export function Answer({ path, answer }: { readonly path: Question["path"]; readonly answer: unknown }) {
  switch (path) {
    case "identity":
      return <Identity {...(answer as IdentityAnswer)} />;
    case "access-key":
      return <KeyAccount {...(answer as KeyAnswer)} />;
    case "decode":
      return <Decoded decoded={(answer as { readonly decoded: unknown }).decoded} />;
  }
}

interface IdentityAnswer {
  readonly arn: string;
  readonly userId: string;
  readonly accountId: string;
}

function Identity({ arn, userId, accountId }: IdentityAnswer) {
  return (
    <Callout tone="success" title="AWS knows you as">
      <Facts
        facts={[
          { label: "ARN", value: arn },
          { label: "Account", value: accountId },
          { label: "Unique ID", value: userId },
        ]}
      />
    </Callout>
  );
}

interface KeyAnswer {
  readonly accountId: string;
  readonly accountName?: string;
}

function KeyAccount({ accountId, accountName }: KeyAnswer) {
  return (
    <Callout tone="success" title={accountName ?? "An account that is none of yours"}>
      The key belongs to account <AccountNumber id={accountId} />. Whether it is still active, only that
      account's IAM can say.
    </Callout>
  );
}

function Decoded({ decoded }: { readonly decoded: unknown }) {
  const { sentence, who, action, resource, deniedBy } = decodedFacts(decoded);
  const text = JSON.stringify(decoded, null, 2);
  return (
    <div className="flex flex-col gap-3">
      <Callout tone="warning" title={sentence}>
        <Facts
          facts={[
            { label: "Who", value: who },
            { label: "Wanted", value: action },
            { label: "On", value: resource },
            { label: "Denied by", value: deniedBy.length > 0 ? deniedBy.join(", ") : undefined },
          ]}
        />
      </Callout>
      <CodeBlock label="Decoded message" className="max-h-96">
        {text}
      </CodeBlock>
      <div>
        <CopyButton text={text} label="Copy" />
      </div>
    </div>
  );
}

function Facts({ facts }: { readonly facts: readonly Fact[] }) {
  return (
    <dl className="mt-1 grid gap-x-4 gap-y-1 sm:grid-cols-[6rem_minmax(0,1fr)]">
      {facts.map(({ label, value }) =>
        value === undefined ? null : (
          <div key={label} className="contents">
            <dt className="text-sm">{label}</dt>
            <dd className="min-w-0 max-sm:mb-1">
              <Code>{value}</Code>
            </dd>
          </div>
        ),
      )}
    </dl>
  );
}
