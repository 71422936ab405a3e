import type { Metadata } from "next";
import { PageHeader } from "@/app/_ui/page-header";
import { VisibleText } from "@/app/_ui/visible-text";
import { ResourceForm } from "../../_forms/resource-form.client";
import { type AdminVisit, adminVisit, found } from "../../_parts/admin-visit";
import { parameter, type SearchParams } from "../../_parts/list-address";
import { createLockDown } from "../actions";

export const metadata: Metadata = { title: "Lock down" };

const REASON = [
  {
    fields: [
      {
        kind: "text",
        name: "reason",
        label: "Reason",
        hint: "For administrators and auditors; the people it stops do not see it.",
      },
    ],
  },
] as const;

interface Wanted {
  readonly title: string;
  readonly stops: string;
  readonly name?: string;
  readonly back: { readonly href: string; readonly label: string };
  readonly hidden: Readonly<Record<string, string>>;
}

/** Everything, unless the address names an account or a person. */
async function wanted({ rolebridge, person }: AdminVisit, searchParams: SearchParams): Promise<Wanted> {
  const accountId = await parameter(searchParams, "account");
  if (accountId !== undefined) {
    const { name } = await found(rolebridge.admin.accounts.get(person, accountId));
    return {
      title: "Lock down an account",
      stops: "Nobody gets a session in this account any more:",
      name: `${name} (${accountId})`,
      back: { href: `/admin/accounts/${accountId}`, label: name },
      hidden: { scope: "account", accountId },
    };
  }
  const personId = await parameter(searchParams, "person");
  if (personId !== undefined) {
    const { username, displayName } = await found(rolebridge.lockDowns.personCalled(person, personId));
    return {
      title: "Lock down a person",
      stops: "This person gets no session at AWS any more, whatever their groups:",
      name: `${displayName} (${username})`,
      back: { href: "/admin/people", label: "People" },
      hidden: { scope: "person", personId },
    };
  }
  return {
    title: "Lock down everything",
    stops: "Nobody gets a session at AWS any more through Rolebridge, break glass included.",
    back: { href: "/admin/lock-downs", label: "Lock-downs" },
    hidden: { scope: "everything" },
  };
}

export default async function NewLockDownPage({ searchParams }: { readonly searchParams: SearchParams }) {
  const { title, stops, name, back, hidden } = await wanted(await adminVisit(), searchParams);
  return (
    <>
      <PageHeader
        title={title}
        description={
          <>
            {stops} {name === undefined ? null : <VisibleText text={name} />}
          </>
        }
        breadcrumb={back}
      />
      <p className="mb-6 max-w-[68ch] text-ink-soft">
        It holds at once and on every instance until somebody lifts it. Sessions that AWS gave before go on:
        the next page shows how to end them.
      </p>
      <ResourceForm
        action={createLockDown}
        groups={REASON}
        values={{}}
        hidden={hidden}
        submitLabel="Lock down now"
        submitTone="danger"
        cancelHref={back.href}
      />
    </>
  );
}
