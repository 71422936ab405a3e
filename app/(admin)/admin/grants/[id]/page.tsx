import type { Metadata } from "next";
import { PageHeader } from "@/app/_ui/page-header";
import { ConfirmedAction } from "../../_forms/confirmed-action.client";
import { ResourceForm } from "../../_forms/resource-form.client";
import { Added } from "../../_parts/added";
import { adminVisit, found } from "../../_parts/admin-visit";
import { ConsequenceList } from "../../_parts/consequences";
import { parameter, type SearchParams } from "../../_parts/list-address";
import { PrincipalName } from "../../_parts/principal";
import { Section } from "../../_parts/section";
import { Values } from "../../_parts/values";
import { deleteGrant, updateGrant } from "../actions";
import { grantFields, grantValues } from "../grant-fields";

export const metadata: Metadata = { title: "Grant" };

interface Props {
  readonly params: Promise<{ readonly id: string }>;
  readonly searchParams: SearchParams;
}

export default async function GrantPage({ params, searchParams }: Props) {
  const { rolebridge, person, mayChange } = await adminVisit();
  const grant = await found(rolebridge.admin.grants.get(person, (await params).id));
  const connections = await rolebridge.admin.connections.list(person, { limit: 1000 });
  const options = connections.items.map(({ slug, displayName }) => ({ value: slug, label: displayName }));
  return (
    <>
      <PageHeader
        title={<PrincipalName principal={grant.principal} />}
        description={
          <>
            may take{" "}
            <a href={`/admin/targets/${grant.targetId}`} className="link">
              {grant.targetName}
            </a>{" "}
            in{" "}
            <a href={`/admin/accounts/${grant.accountId}`} className="link">
              {grant.accountName}
            </a>
          </>
        }
        breadcrumb={{ href: "/admin/grants", label: "Grants" }}
      />
      {(await parameter(searchParams, "added")) ? (
        <Added title="The grant is in force">Whoever it names sees the role now.</Added>
      ) : null}
      {mayChange ? (
        <ResourceForm
          action={updateGrant}
          groups={grantFields(undefined, options, grant)}
          values={grantValues(grant)}
          submitLabel="Save changes"
          hidden={{ id: grant.id }}
        />
      ) : (
        <Values
          values={[
            { label: "Through", value: grant.connection ?? "Any connection" },
            ...(grant.roleArn ? [{ label: "Role ARN", value: grant.roleArn, copy: grant.roleArn }] : []),
            { label: "Note", value: grant.note ?? "None" },
          ]}
        />
      )}
      {mayChange ? (
        <Section title="Delete this grant" description="It stops working within a second, on every instance.">
          <ConfirmedAction
            label="Delete grant…"
            title="Delete this grant?"
            confirmLabel="Delete grant"
            fields={{ id: grant.id }}
            action={deleteGrant}
          >
            <ConsequenceList
              consequences={await rolebridge.admin.grants.consequencesOfDelete(person, grant.id)}
            />
          </ConfirmedAction>
        </Section>
      ) : null}
    </>
  );
}
