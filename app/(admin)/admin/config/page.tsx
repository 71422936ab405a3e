import type { Metadata } from "next";
import { Badge } from "@/app/_ui/badge";
import { Callout } from "@/app/_ui/callout";
import { PageHeader } from "@/app/_ui/page-header";
import { type Column, Table } from "@/app/_ui/table";
import { VisibleText } from "@/app/_ui/visible-text";
import type { Weakness } from "@/lib/flows/admin/admin-use-cases";
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
    cell: (setting) => (
      <span className="break-all font-mono text-xs lg:whitespace-nowrap">{setting.name}</span>
    ),
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

/** Each with the reason and the way out: a list that only worries is not read twice. */
function Weaknesses({ weaknesses }: { readonly weaknesses: readonly Weakness[] }) {
  const title =
    weaknesses.length === 1 ? "One thing weakens security" : `${weaknesses.length} things weaken security`;
  return (
    <Callout tone="warning" title={title} className="mb-6">
      <ul className="mt-1 flex flex-col gap-2">
        {weaknesses.map(({ what, link, because, mend }) => (
          <li key={`${what}:${link}`}>
            {link === undefined ? (
              <span className="break-all font-mono text-ink text-xs">{what}</span>
            ) : (
              <a href={link} className="link">
                <VisibleText text={what} />
              </a>
            )}
            <span className="block text-sm">
              {because} {mend}
            </span>
          </li>
        ))}
      </ul>
    </Callout>
  );
}

export default async function ConfigPage() {
  const { rolebridge, person } = await adminVisit();
  const [settings, weaknesses] = await Promise.all([
    rolebridge.admin.config(person),
    rolebridge.admin.weaknesses(person),
  ]);
  return (
    <>
      <PageHeader
        title="Configuration"
        description="What this instance was started with. It is changed where it is deployed, not here."
      />
      {weaknesses.length === 0 ? null : <Weaknesses weaknesses={weaknesses} />}
      <Table caption="Configuration" columns={COLUMNS} rows={settings} rowKey={(setting) => setting.name} />
    </>
  );
}
