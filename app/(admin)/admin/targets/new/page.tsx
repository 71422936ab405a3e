import type { Metadata } from "next";
import { PageHeader } from "@/app/_ui/page-header";
import { labelsOf } from "../../_forms/field-spec";
import { ResourceForm } from "../../_forms/resource-form.client";
import { adminVisit } from "../../_parts/admin-visit";
import { parameter, type SearchParams } from "../../_parts/list-address";
import { NothingYet } from "../../_parts/nothing-yet";
import { createTarget } from "../actions";
import { targetChoices } from "../target-choices";
import { targetFields } from "../target-fields";
import { TargetPreview } from "../target-preview.client";
import { newTarget } from "../target-values";

export const metadata: Metadata = { title: "Add target" };

const TARGETS = { href: "/admin/targets", label: "Targets" };

export default async function NewTargetPage({ searchParams }: { readonly searchParams: SearchParams }) {
  const visit = await adminVisit();
  const [accounts, choices] = await Promise.all([
    visit.rolebridge.admin.accounts.list(visit.person, { limit: 1000 }),
    targetChoices(visit),
  ]);
  if (accounts.items.length === 0) {
    return (
      <>
        <PageHeader title="Add target" breadcrumb={TARGETS} />
        <NothingYet what="target" needs="account" mayChange={visit.mayChange} />
      </>
    );
  }
  const options = accounts.items.map((account) => ({
    value: account.accountId,
    label: account.name,
    detail: account.alias ? `${account.accountId} · ${account.alias}` : account.accountId,
  }));
  const groups = targetFields({ ...choices, accounts: options });
  return (
    <>
      <PageHeader
        title="Add target"
        description="Something in one of your accounts that people can get a session for. What AWS must know of it, you get as a text to paste."
        breadcrumb={TARGETS}
      />
      <ResourceForm
        action={createTarget}
        groups={groups}
        values={newTarget(await parameter(searchParams, "account"))}
        submitLabel="Add target"
        cancelHref="/admin/targets"
      >
        <TargetPreview people={choices.people} personId={visit.person.personId} labels={labelsOf(groups)} />
      </ResourceForm>
    </>
  );
}
