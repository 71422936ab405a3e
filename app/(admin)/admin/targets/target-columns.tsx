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
      <a href={`/admin/targets/${target.id}`} className="wrap-anywhere hover:underline sm:block sm:min-w-40">
        {target.name}
      </a>
    ),
  },
  {
    key: "account",
    header: "Account",
    cell: (target) => <span className="sm:block sm:min-w-32">{target.accountName}</span>,
  },
  { key: "kind", header: "Kind", cell: (target) => KIND_WORDS[target.kind].short },
  { key: "duration", header: "Longest", cell: (target) => formatDuration(target.maxDurationSeconds) },
  {
    key: "description",
    header: "Description",
    cell: ({ description }) =>
      description === undefined ? null : <span className="line-clamp-1">{description}</span>,
  },
];
