import type { Column } from "@/app/_ui/table";
import { formatDuration } from "@/app/_ui/time";
import type { TargetView } from "@/lib/flows/admin/admin-use-cases";
import { KIND_WORDS } from "./target-kinds";

/** Columns of every list of targets. */
export const TARGET_COLUMNS: readonly Column<TargetView>[] = [
  {
    key: "name",
    header: "Role",
    isTitle: true,
    cell: (target) => (
      <a href={`/admin/targets/${target.id}`} className="hover:underline">
        {target.name}
      </a>
    ),
  },
  { key: "account", header: "Account", cell: (target) => target.accountName },
  { key: "kind", header: "Kind", cell: (target) => KIND_WORDS[target.kind].short },
  { key: "duration", header: "Longest", cell: (target) => formatDuration(target.maxDurationSeconds) },
  {
    key: "description",
    header: "Description",
    cell: (target) => <span className="line-clamp-1">{target.description ?? ""}</span>,
  },
];
