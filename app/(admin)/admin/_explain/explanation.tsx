import { Badge, type BadgeTone } from "@/app/_ui/badge";
import type { RefusalCause, RefusalExplanation, Responsible } from "@/lib/trust/explain/explanation";
import { JsonBlock } from "./json-block";

const CERTAINTY: Readonly<
  Record<RefusalCause["certainty"], { readonly word: string; readonly tone: BadgeTone }>
> = {
  certain: { word: "Certain", tone: "danger" },
  likely: { word: "Likely", tone: "warning" },
  possible: { word: "Possible", tone: "neutral" },
};

const WHO: Readonly<Record<Responsible, string>> = {
  person: "The person who asked",
  rolebridge_administrator: "An administrator of Rolebridge",
  aws_administrator: "An administrator of the AWS account",
  operator: "Whoever runs Rolebridge",
};

/** A refusal of AWS, understood: its words, what they mean, what may be the cause, and who does what. */
export function Explanation({ explanation }: { readonly explanation: Omit<RefusalExplanation, "hints"> }) {
  const { awsCode, awsMessage, meaning, causes, sent, trustPolicy } = explanation;
  return (
    <div className="flex flex-col gap-6">
      <section aria-label="What AWS said" className="rounded-lg border border-line bg-surface px-4 py-3">
        <p className="flex items-center gap-2 text-ink-soft text-sm">
          AWS said {awsCode === "" ? null : <Badge tone="danger">{awsCode}</Badge>}
        </p>
        <p className="mt-1 break-words font-mono text-sm">{awsMessage}</p>
        <p className="mt-3 border-line border-t pt-3">{meaning}</p>
      </section>
      <section aria-label="What may be the cause">
        <h3 className="mb-2 font-semibold tracking-[-0.01em]">
          {causes.length === 1 ? "The cause that remains" : `${causes.length} causes remain possible`}
        </h3>
        <ol className="divide-y divide-line rounded-lg border border-line bg-surface">
          {causes.map((cause) => (
            <li key={cause.id} className="grid gap-x-4 gap-y-1 px-4 py-3 sm:grid-cols-[5.5rem_minmax(0,1fr)]">
              <div>
                <Badge tone={CERTAINTY[cause.certainty].tone}>{CERTAINTY[cause.certainty].word}</Badge>
              </div>
              <div className="min-w-0 break-words">
                <p className="font-medium">{cause.what}</p>
                <p className="mt-0.5 text-ink-soft">{cause.todo}</p>
                <p className="mt-0.5 text-ink-faint text-sm">{WHO[cause.who]} does this.</p>
              </div>
            </li>
          ))}
        </ol>
      </section>
      <section
        aria-label="What was sent and what works"
        className={trustPolicy === undefined ? "" : "grid gap-6 lg:grid-cols-2"}
      >
        <JsonBlock
          title={`What Rolebridge sent: ${sent.action}`}
          value={{ ...sent.parameters, ...proofOf(sent) }}
        />
        {trustPolicy === undefined ? null : (
          <JsonBlock title="The trust policy that works" value={trustPolicy} />
        )}
      </section>
    </div>
  );
}

function proofOf({ proof }: RefusalExplanation["sent"]) {
  return proof === undefined ? {} : { "what its proof says": proof };
}
