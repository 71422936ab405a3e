import { Badge, type BadgeTone } from "@/app/_ui/badge";
import type { Column } from "@/app/_ui/table";
import { formatDuration, Time } from "@/app/_ui/time";
import type { GrantView } from "@/lib/flows/admin/admin-use-cases";
import { PrincipalName } from "../_parts/principal";

const STATES: Readonly<Record<GrantView["state"], { readonly word: string; readonly tone: BadgeTone }>> = {
  active: { word: "Active", tone: "success" },
  not_yet: { word: "Not yet", tone: "warning" },
  expired: { word: "Expired", tone: "neutral" },
};

function Window({ grant }: { readonly grant: GrantView }) {
  if (grant.state === "not_yet" && grant.notBefore)
    return (
      <>
        from <Time at={grant.notBefore} />
      </>
    );
  if (grant.expiresAt)
    return (
      <>
        until <Time at={grant.expiresAt} />
      </>
    );
  return <span className="text-ink-faint">no end</span>;
}

/** Columns of every list of grants. */
export const GRANT_COLUMNS: readonly Column<GrantView>[] = [
  {
    key: "who",
    header: "Who",
    isTitle: true,
    cell: (grant) => (
      <a
        href={`/admin/grants/${grant.id}`}
        className="wrap-anywhere hover:underline sm:block sm:min-w-52 [&_bdi]:wrap-anywhere"
      >
        <PrincipalName principal={grant.principal} />
      </a>
    ),
  },
  {
    key: "target",
    header: "Role",
    cell: (grant) => (
      <span className="wrap-anywhere sm:block sm:min-w-40">
        <span className="text-ink">{grant.targetName}</span>{" "}
        <span className="text-ink-faint">in {grant.accountName}</span>
      </span>
    ),
  },
  { key: "connection", header: "Through", cell: (grant) => grant.connection ?? "any connection" },
  {
    key: "state",
    header: "State",
    cell: (grant) => <Badge tone={STATES[grant.state].tone}>{STATES[grant.state].word}</Badge>,
  },
  { key: "window", header: "When", cell: (grant) => <Window grant={grant} /> },
  {
    key: "duration",
    header: "Longest",
    cell: (grant) =>
      grant.maxDurationSeconds ? (
        formatDuration(grant.maxDurationSeconds)
      ) : (
        <span className="text-ink-faint">as the role</span>
      ),
  },
];
