import type { Metadata } from "next";
import { PageHeader } from "@/app/_ui/page-header";
import { ResourceForm } from "../../_forms/resource-form.client";
import { adminVisit } from "../../_parts/admin-visit";
import { accountFields, NEW_ACCOUNT } from "../account-fields";
import { createAccount } from "../actions";

export const metadata: Metadata = { title: "Add account" };

export default async function NewAccountPage() {
  await adminVisit();
  return (
    <>
      <PageHeader title="Add account" breadcrumb={{ href: "/admin/accounts", label: "Accounts" }} />
      <ResourceForm
        action={createAccount}
        groups={accountFields(true)}
        values={NEW_ACCOUNT}
        submitLabel="Add account"
        cancelHref="/admin/accounts"
      />
    </>
  );
}
