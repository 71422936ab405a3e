import { Badge } from "@/app/_ui/badge";
import { type Column, Table } from "@/app/_ui/table";
import { Time } from "@/app/_ui/time";
import { VisibleText } from "@/app/_ui/visible-text";
import type { ProvisioningView } from "@/lib/flows/provisioning/admin-provisioning-use-cases";
import { ConfirmedAction } from "../../_forms/confirmed-action.client";
import { ResourceForm } from "../../_forms/resource-form.client";
import { Section } from "../../_parts/section";
import { type Value, Values } from "../../_parts/values";
import { makeProvisioningToken, revokeProvisioningToken, updateProvisioning } from "./actions";
import { NewToken } from "./new-token.client";
import { PROVISIONING_FIELDS, provisioningValues } from "./provisioning-fields";

type Token = ProvisioningView["tokens"][number];

function counted(count: number, one: string, many: string): string {
  return `${count.toLocaleString("en")} ${count === 1 ? one : many}`;
}

function facts({ enabled, baseUrl, counts, tokens }: ProvisioningView): readonly Value[] {
  const heard = tokens.flatMap(({ lastUsedAt }) => (lastUsedAt === undefined ? [] : [lastUsedAt]));
  const lastHeard = heard.sort((a, b) => b.getTime() - a.getTime())[0];
  const { users, activeUsers, knownUsers, groups, lastChangeAt } = counts;
  return [
    {
      label: "State",
      value: enabled ? <Badge tone="success">On</Badge> : <Badge tone="neutral">Off</Badge>,
    },
    { label: "SCIM address", value: baseUrl, copy: baseUrl },
    {
      label: "Users",
      value:
        users === 0
          ? "None yet"
          : `${counted(users, "user", "users")}, ${activeUsers.toLocaleString("en")} active, ${knownUsers.toLocaleString("en")} of them known from a sign-in`,
    },
    { label: "Groups", value: groups === 0 ? "None yet" : counted(groups, "group", "groups") },
    { label: "Last change", value: lastChangeAt === undefined ? "None yet" : <Time at={lastChangeAt} /> },
    { label: "Last heard of", value: lastHeard === undefined ? "Never" : <Time at={lastHeard} /> },
  ];
}

function tokenColumns(connection: string, mayChange: boolean): readonly Column<Token>[] {
  const columns: readonly Column<Token>[] = [
    { key: "name", header: "Token", isTitle: true, cell: ({ name }) => <VisibleText text={name} /> },
    { key: "made", header: "Made", cell: ({ createdAt }) => <Time at={createdAt} /> },
    {
      key: "used",
      header: "Last used",
      cell: ({ lastUsedAt }) => (lastUsedAt === undefined ? "Never" : <Time at={lastUsedAt} />),
    },
  ];
  if (!mayChange) return columns;
  return [
    ...columns,
    {
      key: "revoke",
      header: "Revoke",
      headerHidden: true,
      cell: ({ id, name }) => (
        <ConfirmedAction
          label="Revoke…"
          title={`Revoke the token ${name}?`}
          confirmLabel="Revoke token"
          fields={{ connection, id }}
          action={revokeProvisioningToken}
        >
          Whoever shows it is refused from now on. Let the identity provider use another one first.
        </ConfirmedAction>
      ),
    },
  ];
}

/** Provisioning on a connection's page: what is known, what it decides, and the tokens. */
export function ProvisioningPart({
  connection,
  provisioning,
  mayChange,
}: {
  /** Slug. */
  readonly connection: string;
  readonly provisioning: ProvisioningView;
  readonly mayChange: boolean;
}) {
  return (
    <Section
      title="Provisioning"
      description="The identity provider sends its users and groups by SCIM 2.0: make a token, enter it there with the address, then turn it on."
    >
      <Values values={facts(provisioning)} />
      {provisioning.tokens.length > 0 ? (
        <div className="mt-4">
          <Table
            caption="Provisioning tokens"
            columns={tokenColumns(connection, mayChange)}
            rows={provisioning.tokens}
            rowKey={({ id }) => id}
          />
        </div>
      ) : null}
      {mayChange ? (
        <>
          <NewToken connection={connection} action={makeProvisioningToken} />
          <div className="mt-6">
            <ResourceForm
              action={updateProvisioning}
              groups={PROVISIONING_FIELDS}
              values={provisioningValues(provisioning)}
              submitLabel="Save provisioning"
              hidden={{ connection }}
            />
          </div>
        </>
      ) : null}
    </Section>
  );
}
