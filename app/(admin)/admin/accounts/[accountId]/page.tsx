import type { Metadata } from "next";
import { AccountNumber } from "@/app/_ui/account-number";
import { EmptyState } from "@/app/_ui/empty-state";
import { LinkButton } from "@/app/_ui/link-button";
import { PageHeader } from "@/app/_ui/page-header";
import { Table } from "@/app/_ui/table";
import { ConfirmedAction } from "../../_forms/confirmed-action.client";
import { ResourceForm } from "../../_forms/resource-form.client";
import { Added } from "../../_parts/added";
import { adminVisit, found } from "../../_parts/admin-visit";
import { ConsequenceList } from "../../_parts/consequences";
import { parameter, type SearchParams } from "../../_parts/list-address";
import { Section } from "../../_parts/section";
import { TARGET_COLUMNS } from "../../targets/target-columns";
import { accountFields, accountValues } from "../account-fields";
import { deleteAccount, updateAccount } from "../actions";

export const metadata: Metadata = { title: "Account" };

interface Props {
  readonly params: Promise<{ readonly accountId: string }>;
  readonly searchParams: SearchParams;
}

export default async function AccountPage({ params, searchParams }: Props) {
  const { rolebridge, person, mayChange } = await adminVisit();
  const { accountId } = await params;
  const account = await found(rolebridge.admin.accounts.get(person, accountId));
  const targets = await rolebridge.admin.targets.list(person, { accountId: account.accountId, limit: 1000 });
  const hasTargets = targets.items.length > 0;
  const newTarget = `/admin/targets/new?account=${account.accountId}`;
  const addTarget = mayChange ? <LinkButton href={newTarget}>Add role</LinkButton> : null;
  const actions = hasTargets ? (
    <div className="flex flex-wrap gap-2">
      <LinkButton href={`/admin/accounts/${account.accountId}/setup`}>Set up in AWS</LinkButton>
      {addTarget}
    </div>
  ) : null;
  return (
    <>
      <PageHeader
        title={account.name}
        description={<AccountNumber id={account.accountId} />}
        breadcrumb={{ href: "/admin/accounts", label: "Accounts" }}
      />
      {(await parameter(searchParams, "added")) ? (
        <Added title={`${account.name} is added`}>
          Next,{" "}
          <a href={newTarget} className="link">
            add the first role
          </a>{" "}
          that people may take in it.
        </Added>
      ) : null}
      {mayChange ? (
        <ResourceForm
          action={updateAccount}
          groups={accountFields(false)}
          values={accountValues(account)}
          submitLabel="Save changes"
          hidden={{ id: account.accountId }}
        />
      ) : null}
      <Section title="Roles" description="Targets in this account." actions={actions}>
        {hasTargets ? (
          <Table
            caption={`Roles in ${account.name}`}
            columns={TARGET_COLUMNS.filter((column) => column.key !== "account")}
            rows={targets.items}
            rowKey={(target) => target.id}
          />
        ) : (
          <EmptyState title="No roles yet" action={addTarget}>
            Nobody can get into this account through Rolebridge until it has a role and the role has a grant.
          </EmptyState>
        )}
      </Section>
      {mayChange ? (
        <Section
          title="Lock down this account"
          description="Nobody gets a session in it until the lock-down is lifted."
          actions={
            <LinkButton href={`/admin/lock-downs/new?account=${account.accountId}`} tone="danger">
              Lock down…
            </LinkButton>
          }
        >
          {null}
        </Section>
      ) : null}
      {mayChange ? (
        <Section title="Delete this account" description="Nothing in AWS itself is changed.">
          <ConfirmedAction
            label="Delete account…"
            title={`Delete the account ${account.name}?`}
            confirmLabel="Delete account"
            fields={{ id: account.accountId }}
            action={deleteAccount}
          >
            <ConsequenceList
              consequences={await rolebridge.admin.accounts.consequencesOfDelete(person, account.accountId)}
            />
          </ConfirmedAction>
        </Section>
      ) : null}
    </>
  );
}
