import type { Metadata } from "next";
import { EmptyState } from "@/app/_ui/empty-state";
import { LinkButton } from "@/app/_ui/link-button";
import { PageHeader } from "@/app/_ui/page-header";
import { stepUpWords } from "@/app/_ui/step-up-words";
import { Table } from "@/app/_ui/table";
import type { TargetView } from "@/lib/flows/admin/admin-use-cases";
import { ConfirmedAction } from "../../_forms/confirmed-action.client";
import { labelsOf } from "../../_forms/field-spec";
import { ResourceForm } from "../../_forms/resource-form.client";
import { Added } from "../../_parts/added";
import { type AdminVisit, adminVisit, found } from "../../_parts/admin-visit";
import { ConsequenceList } from "../../_parts/consequences";
import { parameter, type SearchParams } from "../../_parts/list-address";
import { Section } from "../../_parts/section";
import { type Value, Values } from "../../_parts/values";
import { GRANT_COLUMNS } from "../../grants/grant-columns";
import { deleteTarget, updateTarget } from "../actions";
import { targetChoices } from "../target-choices";
import { targetFields } from "../target-fields";
import { TargetPlaces } from "../target-places";
import { TargetPreview } from "../target-preview.client";
import { targetValues } from "../target-values";

/** What the AWS account must know it by. */
function arnsOf(target: TargetView): readonly Value[] {
  const arns = {
    "Role ARN": "roleArn" in target ? target.roleArn : undefined,
    "Provider ARN": "providerArn" in target ? target.providerArn : undefined,
    "IAM user ARN": "accessKey" in target ? target.accessKey?.userArn : undefined,
  };
  return Object.entries(arns).flatMap(([label, arn]) => (arn ? [{ label, value: arn, copy: arn }] : []));
}

/** What people are asked for before they get a session, also for who may not change it. */
function askedFor(target: TargetView): readonly Value[] {
  const asked = [stepUpWords(target), target.requireReason ? "a reason" : undefined];
  const words = asked.filter((each) => each !== undefined).join(", and ");
  return words === "" ? [] : [{ label: "Asks for", value: words }];
}

export const metadata: Metadata = { title: "Target" };

interface Props {
  readonly params: Promise<{ readonly id: string }>;
  readonly searchParams: SearchParams;
}

export default async function TargetPage({ params, searchParams }: Props) {
  const visit = await adminVisit();
  const { rolebridge, person, mayChange } = visit;
  const target = await found(rolebridge.admin.targets.get(person, (await params).id));
  const grants = await rolebridge.admin.grants.list(person, { targetId: target.id, limit: 1000 });
  const hasGrants = grants.items.length > 0;
  const newGrant = `/admin/grants/new?target=${target.id}`;
  const addGrant = mayChange ? <LinkButton href={newGrant}>Add grant</LinkButton> : null;
  return (
    <>
      <PageHeader
        title={target.name}
        description={
          <>
            in{" "}
            <a href={`/admin/accounts/${target.accountId}`} className="link">
              {target.accountName}
            </a>
          </>
        }
        breadcrumb={{ href: "/admin/targets", label: "Targets" }}
      />
      <TargetPlaces id={target.id} here="" />
      {(await parameter(searchParams, "added")) ? (
        <Added title={`${target.name} is added`}>
          Next,{" "}
          <a href={`/admin/targets/${target.id}/setup`} className="link">
            set it up in AWS
          </a>
          , check it, and{" "}
          <a href={newGrant} className="link">
            grant it
          </a>
          : until then nobody has it.
        </Added>
      ) : null}
      <div className="mb-8">
        <Values values={[...arnsOf(target), ...askedFor(target)]} />
      </div>
      {mayChange ? <EditForm visit={visit} target={target} /> : null}
      <Section
        title="Grants"
        description="Who may take this role, and until when."
        actions={hasGrants ? addGrant : null}
      >
        {hasGrants ? (
          <Table
            caption={`Grants of ${target.name}`}
            columns={GRANT_COLUMNS.filter((column) => column.key !== "target")}
            rows={grants.items}
            rowKey={(grant) => grant.id}
          />
        ) : (
          <EmptyState title="Nobody has this role" action={addGrant}>
            Grant it to a group, a user, or everybody with an attribute.
          </EmptyState>
        )}
      </Section>
      {mayChange ? (
        <Section title="Delete this target" description="The role in AWS stays as it is.">
          <ConfirmedAction
            label="Delete target…"
            title={`Delete the target ${target.name}?`}
            confirmLabel="Delete target"
            fields={{ id: target.id }}
            action={deleteTarget}
          >
            <ConsequenceList
              consequences={await rolebridge.admin.targets.consequencesOfDelete(person, target.id)}
            />
          </ConfirmedAction>
        </Section>
      ) : null}
    </>
  );
}

async function EditForm({ visit, target }: { readonly visit: AdminVisit; readonly target: TargetView }) {
  const choices = await targetChoices(visit);
  const groups = targetFields(choices, target);
  return (
    <ResourceForm
      action={updateTarget}
      groups={groups}
      values={targetValues(target)}
      submitLabel="Save changes"
      hidden={{ id: target.id }}
    >
      <TargetPreview
        targetId={target.id}
        people={choices.people}
        personId={visit.person.personId}
        labels={labelsOf(groups)}
      />
    </ResourceForm>
  );
}
