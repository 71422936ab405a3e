import type { Metadata } from "next";
import { Badge } from "@/app/_ui/badge";
import { Callout } from "@/app/_ui/callout";
import { PageHeader } from "@/app/_ui/page-header";
import { Time } from "@/app/_ui/time";
import { VisibleText } from "@/app/_ui/visible-text";
import type { LockDown } from "@/lib/flows/lock-down";
import { ResourceForm } from "../../_forms/resource-form.client";
import { adminVisit, found } from "../../_parts/admin-visit";
import { parameter, type SearchParams } from "../../_parts/list-address";
import { Section } from "../../_parts/section";
import { type Value, Values } from "../../_parts/values";
import { liftLockDown } from "../actions";
import { CutOffSections } from "../cut-off-sections";
import { Subject } from "../lock-down-words";

export const metadata: Metadata = { title: "Lock-down" };

const LIFT = [
  {
    fields: [
      { kind: "text", name: "reason", label: "Why it is over", hint: "Kept in the audit beside the reason." },
    ],
  },
] as const;

interface Props {
  readonly params: Promise<{ readonly id: string }>;
  readonly searchParams: SearchParams;
}

function valuesOf({ reason, createdBy, createdAt, lifted }: LockDown): readonly Value[] {
  const made: readonly Value[] = [
    { label: "State", value: lifted ? <Badge>Lifted</Badge> : <Badge tone="danger">In force</Badge> },
    { label: "Reason", value: <VisibleText text={reason} /> },
    { label: "By", value: <VisibleText text={createdBy} /> },
    { label: "Since", value: <Time at={createdAt} seconds /> },
  ];
  if (lifted === undefined) return made;
  return [
    ...made,
    { label: "Lifted", value: <Time at={lifted.at} seconds /> },
    { label: "Lifted by", value: <VisibleText text={lifted.by} /> },
    { label: "Why it was lifted", value: <VisibleText text={lifted.reason} /> },
  ];
}

export default async function LockDownPage({ params, searchParams }: Props) {
  const { rolebridge, person, mayChange } = await adminVisit();
  const { id } = await params;
  const lockDown = await found(rolebridge.lockDowns.get(person, id));
  const isInForce = lockDown.lifted === undefined;
  return (
    <>
      <PageHeader
        title={<Subject {...lockDown} />}
        breadcrumb={{ href: "/admin/lock-downs", label: "Lock-downs" }}
      />
      {isInForce && (await parameter(searchParams, "added")) ? (
        <Callout tone="success" title="Locked down" live className="mb-6">
          Nothing is given out any more. Sessions from before go on at AWS until they end or you end them,
          below.
        </Callout>
      ) : null}
      <Values values={valuesOf(lockDown)} />
      {isInForce && mayChange ? (
        <>
          <CutOffSections cutOff={await rolebridge.lockDowns.cutOff(person, id)} />
          <Section title="Lift this lock-down" description="Access is given out again from that moment on.">
            <ResourceForm
              action={liftLockDown}
              groups={LIFT}
              values={{}}
              hidden={{ id }}
              submitLabel="Lift the lock-down"
            />
          </Section>
        </>
      ) : null}
    </>
  );
}
