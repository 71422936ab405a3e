import type { Metadata } from "next";
import { Badge } from "@/app/_ui/badge";
import { Callout } from "@/app/_ui/callout";
import { PageHeader } from "@/app/_ui/page-header";
import { type Column, Table } from "@/app/_ui/table";
import { adminVisit } from "../_parts/admin-visit";

export const metadata: Metadata = { title: "Configuration" };

interface SettingRow {
  readonly name: string;
  readonly value: string;
  readonly isDefault: boolean;
  readonly weakens: boolean;
}

const COLUMNS: readonly Column<SettingRow>[] = [
  {
    key: "name",
    header: "Setting",
    isTitle: true,
    cell: (setting) => <span className="break-all font-mono text-xs">{setting.name}</span>,
  },
  {
    key: "value",
    header: "Value",
    cell: (setting) => (
      <span className="figures break-all font-mono text-xs">
        {setting.value === "" ? <span className="text-ink-faint">not set</span> : setting.value}
      </span>
    ),
  },
  {
    key: "state",
    header: "State",
    headerHidden: true,
    cell: (setting) => {
      if (setting.weakens) return <Badge tone="warning">Weakens security</Badge>;
      return setting.isDefault ? <span className="text-ink-faint text-sm">default</span> : null;
    },
  },
];

export default async function ConfigPage() {
  const { rolebridge, person } = await adminVisit();
  const settings = await rolebridge.admin.config(person);
  const weakening = settings.filter((setting) => setting.weakens);
  return (
    <>
      <PageHeader
        title="Configuration"
        description="What this instance was started with. It is changed where it is deployed, not here."
      />
      {weakening.length > 0 ? (
        <Callout tone="warning" title="Some settings weaken security" className="mb-6">
          They suit a trial, not production: {weakening.map((setting) => setting.name).join(", ")}.
        </Callout>
      ) : null}
      <Table caption="Configuration" columns={COLUMNS} rows={settings} rowKey={(setting) => setting.name} />
    </>
  );
}
