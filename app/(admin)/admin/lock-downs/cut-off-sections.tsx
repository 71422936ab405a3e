import { CodeBlock } from "@/app/_ui/code-block";
import { CopyButton } from "@/app/_ui/copy-button.client";
import { EmptyState } from "@/app/_ui/empty-state";
import { type Column, Table } from "@/app/_ui/table";
import { Time } from "@/app/_ui/time";
import { VisibleText } from "@/app/_ui/visible-text";
import type { CutOff } from "@/lib/flows/admin/lock-down-use-cases";
import type { IssuedSession } from "@/lib/flows/issuance-ports";
import { Section } from "../_parts/section";

const COLUMNS: readonly Column<IssuedSession>[] = [
  { key: "at", header: "When", cell: ({ at }) => <Time at={at} /> },
  { key: "who", header: "Who", isTitle: true, cell: ({ username }) => <VisibleText text={username} /> },
  { key: "role", header: "Role", cell: ({ targetName }) => <VisibleText text={targetName} /> },
  {
    key: "key",
    header: "Access key ID",
    cell: ({ accessKeyId, eventId }) => (
      <a href={`/admin/audit/${eventId}`} className="figures break-all font-mono text-xs hover:underline">
        {accessKeyId ?? "Console"}
      </a>
    ),
  },
  {
    key: "end",
    header: "Ends",
    cell: ({ expiration }) => (expiration === undefined ? "Within 12 hours" : <Time at={expiration} />),
  },
];

type Revocation = CutOff["revocations"][number];

function byAccount(
  revocations: readonly Revocation[],
): readonly (readonly [string, readonly Revocation[]])[] {
  const accounts = new Map<string, Revocation[]>();
  for (const revocation of revocations) {
    const key = `${revocation.accountName} (${revocation.accountId})`;
    accounts.set(key, [...(accounts.get(key) ?? []), revocation]);
  }
  return [...accounts];
}

/** What AWS gave before the lock-down, and how to end it there. */
export function CutOffSections({ cutOff: { sessions, isCut, revocations } }: { readonly cutOff: CutOff }) {
  return (
    <>
      <Section
        title="Sessions that may still work"
        description={`What was handed over before and has not ended yet, by the audit.${isCut ? " The newest are shown; the commands below are for all of them." : ""}`}
      >
        {sessions.length === 0 ? (
          <EmptyState title="None">Every session that was handed over has ended.</EmptyState>
        ) : (
          <Table caption="Sessions" columns={COLUMNS} rows={sessions} rowKey={({ eventId }) => eventId} />
        )}
      </Section>
      {revocations.length === 0 ? null : (
        <Section
          title="End them at AWS"
          description="Run each block in CloudShell as an administrator of that account. It takes all permissions from what was issued before this page was opened."
        >
          {byAccount(revocations).map(([account, ofAccount]) => (
            <Commands
              key={account}
              account={account}
              commands={ofAccount.map(({ command }) => command).join("\n")}
            />
          ))}
        </Section>
      )}
    </>
  );
}

function Commands({ account, commands }: { readonly account: string; readonly commands: string }) {
  return (
    <div className="mb-5">
      <h3 className="mb-1.5 font-medium text-sm">
        <VisibleText text={account} />
      </h3>
      <CodeBlock label={`Commands for ${account}`} className="max-h-64">
        {commands}
      </CodeBlock>
      <div className="mt-2">
        <CopyButton text={commands} label="Copy the commands" />
      </div>
    </div>
  );
}
