import { KeyRound } from "lucide-react";
import type { Metadata } from "next";
import { EmptyState } from "@/app/_ui/empty-state";
import { PageHeader } from "@/app/_ui/page-header";
import { type Column, Table } from "@/app/_ui/table";
import { Time } from "@/app/_ui/time";
import type { PasskeyView } from "@/lib/flows/step-up/step-up-use-cases";
import { ConfirmedAction } from "../../../_forms/confirmed-action.client";
import { adminVisit, found } from "../../../_parts/admin-visit";
import { Section } from "../../../_parts/section";
import { removePasskeys } from "./actions";

export const metadata: Metadata = { title: "Passkeys of a person" };

const COLUMNS: readonly Column<PasskeyView>[] = [
  { key: "name", header: "Name", isTitle: true, cell: (passkey) => passkey.name },
  { key: "added", header: "Added", cell: (passkey) => <Time at={passkey.createdAt} /> },
  {
    key: "used",
    header: "Last used",
    cell: (passkey) => (passkey.lastUsedAt === undefined ? "Never" : <Time at={passkey.lastUsedAt} />),
  },
  { key: "copied", header: "On other devices", cell: (passkey) => (passkey.backedUp ? "Yes" : "No") },
];

interface Props {
  readonly params: Promise<{ readonly id: string }>;
}

/** For the day somebody loses a key: an administrator takes passkeys away, and can make none. */
export default async function PersonPasskeys({ params }: Props) {
  const { rolebridge, person, mayChange } = await adminVisit();
  const { id } = await params;
  const { username, displayName, passkeys } = await found(rolebridge.admin.passkeys.of(person, id));
  return (
    <>
      <PageHeader
        title={`Passkeys of ${displayName}`}
        description={username}
        breadcrumb={{ href: "/admin/people", label: "People" }}
      />
      {passkeys.length === 0 ? (
        <EmptyState title="No passkeys" icon={<KeyRound aria-hidden="true" />}>
          People add their own under Passkeys in their menu.
        </EmptyState>
      ) : (
        <Table
          caption={`Passkeys of ${username}`}
          columns={COLUMNS}
          rows={passkeys}
          rowKey={(passkey) => passkey.id}
        />
      )}
      {mayChange && passkeys.length > 0 ? (
        <Section title="Remove them all" description="When one is lost, or was never this person's.">
          <ConfirmedAction
            label="Remove passkeys…"
            title={`Remove the passkeys of ${username}?`}
            confirmLabel="Remove passkeys"
            fields={{ id }}
            action={removePasskeys}
          >
            <p>
              Roles that ask for a passkey are closed to this person at once, until they sign in afresh and
              add a new one.
            </p>
          </ConfirmedAction>
        </Section>
      ) : null}
    </>
  );
}
