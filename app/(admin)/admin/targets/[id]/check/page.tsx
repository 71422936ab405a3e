import type { Metadata } from "next";
import { load } from "@/app/_http/load";
import { signedInVisit } from "@/app/_http/page";
import { Button } from "@/app/_ui/button";
import { ComboboxField } from "@/app/_ui/combobox-field.client";
import { PageHeader } from "@/app/_ui/page-header";
import { ProblemNotice } from "@/app/_ui/problem-notice";
import { adminVisit, found } from "../../../_parts/admin-visit";
import { parameter, type SearchParams } from "../../../_parts/list-address";
import { Section } from "../../../_parts/section";
import { TargetPlaces } from "../../target-places";
import { checkTarget } from "./actions";
import { CheckForm } from "./check-form.client";
import { PlanPreview } from "./plan-preview";

export const metadata: Metadata = { title: "Plan and check" };

interface Props {
  readonly params: Promise<{ readonly id: string }>;
  readonly searchParams: SearchParams;
}

export default async function TargetCheckPage({ params, searchParams }: Props) {
  const { rolebridge, person, mayChange } = await adminVisit();
  const target = await found(rolebridge.admin.targets.get(person, (await params).id));
  const personId = await parameter(searchParams, "person");
  const [people, preview] = await Promise.all([
    rolebridge.admin.people(person, { limit: 1000 }),
    load(await signedInVisit(), () =>
      rolebridge.inspect.planFor(person, target.id, personId === undefined ? {} : { personId }),
    ),
  ]);
  const options = people.items.map(({ id, displayName, username }) => ({
    value: id,
    label: displayName,
    detail: username,
  }));
  return (
    <>
      <PageHeader
        title={target.name}
        description={`in ${target.accountName}`}
        breadcrumb={{ href: "/admin/targets", label: "Targets" }}
      />
      <TargetPlaces id={target.id} here="/check" />
      <h2 className="font-semibold text-lg tracking-[-0.01em]">Plan</h2>
      <p className="mb-3 max-w-[68ch] text-ink-soft text-sm">
        What AWS would be asked, by what the identity provider said of the person last. Nothing is asked.
      </p>
      <form className="mb-5 flex max-w-[34rem] items-end gap-2 max-sm:flex-col max-sm:items-stretch">
        <div className="flex-1">
          <ComboboxField
            name="person"
            label="Person"
            options={options}
            defaultValue={personId ?? person.personId}
            emptyText="Nobody who has signed in matches."
          />
        </div>
        <Button type="submit">Show the plan</Button>
      </form>
      {preview.ok ? <PlanPreview preview={preview.value} /> : <ProblemNotice problem={preview.problem} />}
      {mayChange ? (
        <Section
          title="Check"
          description="Asks AWS for a session of 15 minutes in your own name, throws it away, and shows how far it came. It stands in the audit."
        >
          <CheckForm
            id={target.id}
            mfaSerial={"mfaSerial" in target ? target.mfaSerial : undefined}
            action={checkTarget}
          />
        </Section>
      ) : null}
    </>
  );
}
