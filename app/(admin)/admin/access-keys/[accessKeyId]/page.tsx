import type { Metadata } from "next";
import { AccountNumber } from "@/app/_ui/account-number";
import { EmptyState } from "@/app/_ui/empty-state";
import { PageHeader } from "@/app/_ui/page-header";
import { type Column, Table } from "@/app/_ui/table";
import type { AccessKeyView } from "@/lib/flows/admin/admin-use-cases";
import { ConfirmedAction } from "../../_forms/confirmed-action.client";
import { Added } from "../../_parts/added";
import { adminVisit, found } from "../../_parts/admin-visit";
import { parameter, type SearchParams } from "../../_parts/list-address";
import { Section } from "../../_parts/section";
import { Values } from "../../_parts/values";
import { deleteAccessKey } from "../actions";
import { userNameOf } from "../user-name";

export const metadata: Metadata = { title: "Access key" };

type User = NonNullable<AccessKeyView["usedBy"]>[number];

const COLUMNS: readonly Column<User>[] = [
  {
    key: "name",
    header: "Target",
    isTitle: true,
    cell: (target) => (
      <a href={`/admin/targets/${target.id}`} className="hover:underline">
        {target.name}
      </a>
    ),
  },
  { key: "account", header: "Account", cell: (target) => target.accountName },
];

interface Props {
  readonly params: Promise<{ readonly accessKeyId: string }>;
  readonly searchParams: SearchParams;
}

export default async function AccessKeyPage({ params, searchParams }: Props) {
  const { rolebridge, person, mayChange } = await adminVisit();
  const key = await found(rolebridge.admin.accessKeys.get(person, (await params).accessKeyId));
  const users = key.usedBy ?? [];
  return (
    <>
      <PageHeader
        title={userNameOf(key)}
        description={
          <>
            IAM user in <AccountNumber id={key.accountId} />
          </>
        }
        breadcrumb={{ href: "/admin/access-keys", label: "Access keys" }}
      />
      {(await parameter(searchParams, "added")) ? (
        <Added title="The access key works and is sealed">
          Its secret is never shown again. Next, choose it in a target.
        </Added>
      ) : null}
      <Values
        values={[
          { label: "Access key ID", value: key.accessKeyId, copy: key.accessKeyId },
          { label: "IAM user ARN", value: key.userArn, copy: key.userArn },
          ...(key.note === undefined ? [] : [{ label: "Note", value: key.note }]),
        ]}
      />
      <Section title="Targets" description="What asks AWS with this key.">
        {users.length === 0 ? (
          <EmptyState title="Nothing uses this key">Choose it in a target, or delete it.</EmptyState>
        ) : (
          <Table
            caption={`Targets that use ${key.accessKeyId}`}
            columns={COLUMNS}
            rows={users}
            rowKey={(target) => target.id}
          />
        )}
      </Section>
      {mayChange ? (
        <Section
          title="Delete this access key"
          description={
            users.length === 0
              ? "It stays valid in AWS: delete it in IAM too."
              : "First give the targets above another key, or delete them."
          }
        >
          {users.length === 0 ? (
            <ConfirmedAction
              label="Delete access key…"
              title={`Delete the access key of ${userNameOf(key)}?`}
              confirmLabel="Delete access key"
              fields={{ id: key.accessKeyId }}
              action={deleteAccessKey}
            >
              <p>
                Nothing uses it. Rolebridge forgets the secret; in AWS the key stays valid until it is deleted
                there.
              </p>
            </ConfirmedAction>
          ) : null}
        </Section>
      ) : null}
    </>
  );
}
