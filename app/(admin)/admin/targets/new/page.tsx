import type { Metadata } from "next";
import { PageHeader } from "@/app/_ui/page-header";
import { ResourceForm } from "../../_forms/resource-form.client";
import { adminVisit } from "../../_parts/admin-visit";
import { parameter, type SearchParams } from "../../_parts/list-address";
import { createTarget } from "../actions";
import { targetFields } from "../target-fields";

export const metadata: Metadata = { title: "Add target" };

export default async function NewTargetPage({ searchParams }: { readonly searchParams: SearchParams }) {
  const { rolebridge, person } = await adminVisit();
  const accounts = await rolebridge.admin.accounts.list(person, { limit: 1000 });
  const options = accounts.items.map((account) => ({
    value: account.accountId,
    label: account.name,
    detail: account.alias ? `${account.accountId} · ${account.alias}` : account.accountId,
  }));
  const account = await parameter(searchParams, "account");
  return (
    <>
      <PageHeader
        title="Add target"
        description="A role in one of your accounts. It must exist in IAM and trust Rolebridge's SAML provider."
        breadcrumb={{ href: "/admin/targets", label: "Targets" }}
      />
      <ResourceForm
        action={createTarget}
        groups={targetFields(options)}
        values={{ accountId: account, maxDurationSeconds: "3600" }}
        submitLabel="Add target"
        cancelHref="/admin/targets"
      />
    </>
  );
}
