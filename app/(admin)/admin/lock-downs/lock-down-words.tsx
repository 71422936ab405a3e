import { VisibleText } from "@/app/_ui/visible-text";
import type { LockDown, LockDownScope } from "@/lib/flows/lock-down";

const SCOPE_WORDS: Readonly<Record<LockDownScope, string>> = {
  everything: "Everything",
  account: "Account",
  person: "Person",
};

const NAMED = 3;

/** One line for the banner: what, and where to read why. */
export function LockDownsInForce({ lockDowns }: { readonly lockDowns: readonly LockDown[] }) {
  const others = lockDowns.length - NAMED;
  return (
    <>
      <span className="font-medium">Locked down:</span>{" "}
      {lockDowns.slice(0, NAMED).map((lockDown, index) => (
        <span key={lockDown.id}>
          {index === 0 ? "" : ", "}
          <a href={`/admin/lock-downs/${lockDown.id}`} className="link">
            <Subject {...lockDown} />
          </a>
        </span>
      ))}
      {others > 0 ? (
        <>
          {" "}
          and{" "}
          <a href="/admin/lock-downs" className="link">
            {others} more
          </a>
        </>
      ) : null}
    </>
  );
}

type Named = Pick<LockDown, "scope" | "subjectId" | "subjectName">;

/** What is locked down, in a few words. */
export function Subject({ scope, subjectId, subjectName = "" }: Named) {
  if (scope === "everything") return <>{SCOPE_WORDS.everything}</>;
  return (
    <>
      {SCOPE_WORDS[scope]} <VisibleText text={subjectName} />
      {scope === "account" ? ` (${subjectId})` : ""}
    </>
  );
}
