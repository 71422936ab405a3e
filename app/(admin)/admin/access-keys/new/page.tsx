import type { Metadata } from "next";
import { PageHeader } from "@/app/_ui/page-header";
import { ResourceForm } from "../../_forms/resource-form.client";
import { adminVisit } from "../../_parts/admin-visit";
import { ACCESS_KEY_FIELDS, NEW_ACCESS_KEY } from "../access-key-fields";
import { createAccessKey } from "../actions";

export const metadata: Metadata = { title: "Add access key" };

export default async function NewAccessKeyPage() {
  await adminVisit();
  return (
    <>
      <PageHeader
        title="Add access key"
        description="Long-lived keys are what Rolebridge spares you. Add one only where AWS leaves no other way: break glass, accounts without roles, partners that trust an IAM user."
        breadcrumb={{ href: "/admin/access-keys", label: "Access keys" }}
      />
      <ResourceForm
        action={createAccessKey}
        groups={ACCESS_KEY_FIELDS}
        values={NEW_ACCESS_KEY}
        submitLabel="Add access key"
        cancelHref="/admin/access-keys"
      />
    </>
  );
}
