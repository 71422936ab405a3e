import { KeyRound, MonitorSmartphone } from "lucide-react";
import type { Metadata } from "next";
import { Callout } from "@/app/_ui/callout";
import { EmptyState } from "@/app/_ui/empty-state";
import { LinkButton } from "@/app/_ui/link-button";
import { PageHeader } from "@/app/_ui/page-header";
import { type Column, Table } from "@/app/_ui/table";
import { Time } from "@/app/_ui/time";
import { VisibleText } from "@/app/_ui/visible-text";
import type { PersonDetail } from "@/lib/flows/admin/person-use-cases";
import { ConfirmedAction } from "../../_forms/confirmed-action.client";
import { adminVisit, found } from "../../_parts/admin-visit";
import { PrincipalName } from "../../_parts/principal";
import { Section } from "../../_parts/section";
import { type Value, Values } from "../../_parts/values";
import { endSessions } from "../actions";
import { UserOfAnotherPart } from "./user-of-another-part";

export const metadata: Metadata = { title: "Person" };

type EntitlementRow = PersonDetail["entitlements"][number];
type SessionRow = PersonDetail["sessions"][number];

const NO_GROUPS: Readonly<Record<PersonDetail["groupsClaim"], string>> = {
  present: "None",
  missing: "None: the sign-in sent no groups",
  overage: "None: too many for the sign-in to send",
  not_provisioned: "None: no provisioned user is this person",
  provisioned_to_another: "None: the provisioned user is another person",
};

function factsOf(person: PersonDetail): readonly Value[] {
  const { groups } = person;
  return [
    { label: "Username", value: <VisibleText text={person.username} /> },
    { label: "E-mail", value: person.email === undefined ? "None" : <VisibleText text={person.email} /> },
    { label: "Through", value: person.connection },
    { label: "Subject", value: <VisibleText text={person.subject} /> },
    { label: "Name in CloudTrail", value: person.sessionName, copy: person.sessionName },
    { label: "Signed in", value: <Time at={person.signedInAt} /> },
    {
      label: person.groupsFrom === "provisioning" ? "Provisioned groups" : "Groups of the last sign-in",
      value:
        groups.length === 0 ? (
          NO_GROUPS[person.groupsClaim]
        ) : (
          <ul className="max-h-64 overflow-y-auto">
            {groups.map((group) => (
              <li key={group}>
                <VisibleText text={group} />
              </li>
            ))}
          </ul>
        ),
    },
  ];
}

const ENTITLEMENT_COLUMNS: readonly Column<EntitlementRow>[] = [
  { key: "role", header: "Role", isTitle: true, cell: ({ roleName }) => roleName },
  { key: "account", header: "Account", cell: ({ accountName }) => accountName },
  {
    key: "because",
    header: "Because of",
    cell: ({ because }) => (
      <ul>
        {because.map(({ grantId, principal }) => (
          <li key={grantId}>
            <a href={`/admin/grants/${grantId}`} className="hover:underline">
              <PrincipalName principal={principal} />
            </a>
          </li>
        ))}
      </ul>
    ),
  },
];

function sessionColumns(id: string, mayChange: boolean): readonly Column<SessionRow>[] {
  const columns: readonly Column<SessionRow>[] = [
    { key: "since", header: "Since", isTitle: true, cell: ({ createdAt }) => <Time at={createdAt} /> },
    { key: "seen", header: "Last seen", cell: ({ lastSeenAt }) => <Time at={lastSeenAt} /> },
    { key: "from", header: "From", cell: ({ remoteAddress }) => <VisibleText text={remoteAddress} /> },
    { key: "with", header: "With", cell: ({ userAgent }) => <VisibleText text={userAgent.slice(0, 160)} /> },
  ];
  if (!mayChange) return columns;
  return [
    ...columns,
    {
      key: "end",
      header: "End",
      headerHidden: true,
      cell: (session) => (
        <ConfirmedAction
          label="End…"
          title="End this session?"
          confirmLabel="End session"
          fields={{ id, sessionId: session.id }}
          action={endSessions}
        >
          They are signed out there at once. What AWS gave them already stays valid until it ends.
        </ConfirmedAction>
      ),
    },
  ];
}

function Sessions({ person, mayChange }: { readonly person: PersonDetail; readonly mayChange: boolean }) {
  const { id, sessions, displayName } = person;
  return (
    <Section
      title="App sessions"
      actions={
        mayChange && sessions.length > 0 ? (
          <ConfirmedAction
            label="End all…"
            title={`Sign ${displayName} out everywhere?`}
            confirmLabel="End all sessions"
            fields={{ id }}
            action={endSessions}
          >
            They may sign in again. What AWS gave them already stays valid until it ends.
          </ConfirmedAction>
        ) : null
      }
    >
      {sessions.length === 0 ? (
        <EmptyState title="Signed in nowhere" icon={<MonitorSmartphone aria-hidden="true" />}>
          No browser of theirs has a session here now.
        </EmptyState>
      ) : (
        <Table
          caption="App sessions"
          columns={sessionColumns(id, mayChange)}
          rows={sessions}
          rowKey={(session) => session.id}
        />
      )}
    </Section>
  );
}

export default async function PersonPage({ params }: { readonly params: Promise<{ readonly id: string }> }) {
  const { rolebridge, person: visitor, mayChange } = await adminVisit();
  const person = await found(rolebridge.admin.person.get(visitor, (await params).id));
  return (
    <>
      <PageHeader
        title={person.displayName}
        breadcrumb={{ href: "/admin/people", label: "People" }}
        actions={
          <>
            <LinkButton href={`/admin/people/${person.id}/passkeys`}>Passkeys</LinkButton>
            {mayChange ? (
              <LinkButton href={`/admin/lock-downs/new?person=${person.id}`} tone="danger">
                Lock down…
              </LinkButton>
            ) : null}
          </>
        }
      />
      {person.isDisabled ? (
        <Callout tone="warning" title="Switched off by the identity provider" className="mb-6">
          They cannot sign in and have no sessions. Provisioning brings them back when the identity provider
          does.
        </Callout>
      ) : null}
      {person.userOfAnother ? (
        <UserOfAnotherPart person={person} user={person.userOfAnother} mayChange={mayChange} />
      ) : null}
      <Values values={factsOf(person)} />
      <Section title="What they may take">
        {person.entitlements.length === 0 ? (
          <EmptyState title="No roles" icon={<KeyRound aria-hidden="true" />}>
            No grant gives them one at the moment.
          </EmptyState>
        ) : (
          <Table
            caption="Roles"
            columns={ENTITLEMENT_COLUMNS}
            rows={person.entitlements}
            rowKey={({ id }) => id}
          />
        )}
      </Section>
      <Sessions person={person} mayChange={mayChange} />
    </>
  );
}
