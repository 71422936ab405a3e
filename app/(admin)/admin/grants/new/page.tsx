import type { Metadata } from "next";
import { PageHeader } from "@/app/_ui/page-header";
import { ResourceForm } from "../../_forms/resource-form.client";
import { adminVisit } from "../../_parts/admin-visit";
import { parameter, type SearchParams } from "../../_parts/list-address";
import { NothingYet } from "../../_parts/nothing-yet";
import { createGrant } from "../actions";
import { grantFields } from "../grant-fields";

export const metadata: Metadata = { title: "Add grant" };

const GRANTS = { href: "/admin/grants", label: "Grants" };

export default async function NewGrantPage({ searchParams }: { readonly searchParams: SearchParams }) {
  const { rolebridge, person, mayChange } = await adminVisit();
  const [targets, connections] = await Promise.all([
    rolebridge.admin.targets.list(person, { limit: 1000 }),
    rolebridge.admin.connections.list(person, { limit: 1000 }),
  ]);
  if (targets.items.length === 0) {
    return (
      <>
        <PageHeader title="Add grant" breadcrumb={GRANTS} />
        <NothingYet what="grant" needs="target" mayChange={mayChange} />
      </>
    );
  }
  const targetOptions = targets.items.map((target) => ({
    value: target.id,
    label: `${target.name} in ${target.accountName}`,
    detail: "roleArn" in target ? target.roleArn : target.accessKey.userArn,
  }));
  const connectionOptions = connections.items.map(({ slug, displayName }) => ({
    value: slug,
    label: displayName,
  }));
  return (
    <>
      <PageHeader
        title="Add grant"
        description="It works at once, for everybody it names, without a new sign-in."
        breadcrumb={GRANTS}
      />
      <ResourceForm
        action={createGrant}
        groups={grantFields(targetOptions, connectionOptions)}
        values={{ principalKind: "group", targetId: await parameter(searchParams, "target") }}
        submitLabel="Add grant"
        cancelHref="/admin/grants"
      />
    </>
  );
}
