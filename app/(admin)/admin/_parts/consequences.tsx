import { VisibleText } from "@/app/_ui/visible-text";
import type { Consequences } from "@/lib/flows/admin/admin-use-cases";

const SHOWN = 8;

/** What a deletion takes away, told before it is done. */
export function ConsequenceList({ consequences }: { readonly consequences: Consequences }) {
  const people = consequences.peopleLosingAccess;
  return (
    <>
      <p>{consequences.summary}</p>
      {people.length > 0 ? (
        <ul className="mt-2 list-disc pl-4 text-sm">
          {people.slice(0, SHOWN).map((person) => (
            <li key={`${person.connection}:${person.username}`}>
              <VisibleText text={person.displayName} />{" "}
              <span className="text-ink-faint">
                <VisibleText text={person.username} />
              </span>
            </li>
          ))}
          {people.length > SHOWN ? <li>and {people.length - SHOWN} more</li> : null}
        </ul>
      ) : null}
    </>
  );
}
