import type { Metadata } from "next";
import { load } from "@/app/_http/load";
import { signedInVisit } from "@/app/_http/page";
import { CodeBlock } from "@/app/_ui/code-block";
import { CopyButton } from "@/app/_ui/copy-button.client";
import { PageHeader } from "@/app/_ui/page-header";
import type { Revocation } from "@/lib/trust/policies/revoke-sessions";
import { JsonBlock } from "../../../_explain/json-block";
import { adminVisit, found } from "../../../_parts/admin-visit";
import type { SearchParams } from "../../../_parts/list-address";
import { Section } from "../../../_parts/section";
import { readSetUpOptions, setUpOptions } from "../../../_setup/read-options";
import { SetUp } from "../../../_setup/setup-page";
import { TargetPlaces } from "../../target-places";

export const metadata: Metadata = { title: "Set up in AWS" };

interface Props {
  readonly params: Promise<{ readonly id: string }>;
  readonly searchParams: SearchParams;
}

export default async function TargetSetUpPage({ params, searchParams }: Props) {
  const { rolebridge, person, mayChange } = await adminVisit();
  const target = await found(rolebridge.admin.targets.get(person, (await params).id));
  const options = await readSetUpOptions(searchParams);
  const visit = await signedInVisit();
  const loaded = await load(visit, () =>
    rolebridge.inspect.setUpTarget(person, target.id, setUpOptions(options)),
  );
  // Cutting sessions off is an act, which is not an auditor's.
  const revocation = mayChange
    ? await load(visit, () => rolebridge.inspect.revocation(person, target.id))
    : undefined;
  return (
    <>
      <PageHeader
        title={target.name}
        description={`in ${target.accountName}`}
        breadcrumb={{ href: "/admin/targets", label: "Targets" }}
      />
      <TargetPlaces id={target.id} here="/setup" />
      <SetUp loaded={loaded} options={options} path={`/api/v1/admin/targets/${target.id}/setup`} />
      {revocation?.ok ? <CutOff revocation={revocation.value} /> : null}
    </>
  );
}

/** Sessions cannot be taken back, but what they may do can. */
function CutOff({
  revocation: { policyName, policy, consoleUrl, command },
}: {
  readonly revocation: Revocation;
}) {
  return (
    <Section
      title="Cut off sessions issued before now"
      description="When a session is in the wrong hands: this takes all permissions from everything issued before this page was opened. Whoever signs in afterwards works as before."
    >
      <p className="mb-3 text-ink-soft text-sm">
        Run this in CloudShell as an administrator of the account, or press “Revoke active sessions” on{" "}
        <a href={consoleUrl} className="link" target="_blank" rel="noopener noreferrer">
          its page in the console
        </a>
        .
      </p>
      <CodeBlock label="Command that cuts off sessions">{command}</CodeBlock>
      <div className="mt-3 mb-4">
        <CopyButton text={command} label="Copy the command" />
      </div>
      <details>
        <summary className="text-ink-soft text-sm hover:text-ink">The policy by itself</summary>
        <div className="mt-3">
          <JsonBlock title={policyName} value={policy} />
        </div>
      </details>
    </Section>
  );
}
