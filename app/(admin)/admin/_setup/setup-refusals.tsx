import { Badge } from "@/app/_ui/badge";
import type { SetUpRefusal } from "@/lib/trust/set-up/set-up-refusals";

/** What AWS may say to the texts above. Closed: who needs it has just read AWS's words, and looks for them. */
export function SetUpRefusals({ refusals }: { readonly refusals: readonly SetUpRefusal[] }) {
  if (refusals.length === 0) return null;
  return (
    <details className="mt-5 max-w-[44rem] rounded-lg border border-line bg-surface">
      <summary className="px-4 py-2.5 font-medium text-sm">If AWS refuses the set-up</summary>
      <ul className="divide-y divide-line border-line border-t">
        {refusals.map(({ awsCode, awsMessage, meaning, todo }) => (
          <li key={`${awsCode} ${awsMessage}`} className="px-4 py-3 text-sm">
            <p className="flex flex-wrap items-baseline gap-x-2 gap-y-1">
              <Badge tone="danger">{awsCode}</Badge>
              <span className="min-w-0 break-words font-mono text-ink">{awsMessage}</span>
            </p>
            <p className="mt-1.5 text-ink-soft">
              {meaning} {todo}
            </p>
          </li>
        ))}
      </ul>
    </details>
  );
}
