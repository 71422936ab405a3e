import { Callout } from "@/app/_ui/callout";
import { Time } from "@/app/_ui/time";
import { VisibleText } from "@/app/_ui/visible-text";
import type { PersonDetail } from "@/lib/flows/admin/person-use-cases";
import { ConfirmedAction } from "../../_forms/confirmed-action.client";
import { moveUserHere } from "../actions";

/** Two subjects came with one name: what is known of the other, and the decision only a human being can make. */
export function UserOfAnotherPart({
  person,
  user,
  mayChange,
}: {
  readonly person: PersonDetail;
  readonly user: NonNullable<PersonDetail["userOfAnother"]>;
  readonly mayChange: boolean;
}) {
  const { person: other, userName } = user;
  return (
    <Callout tone="warning" title="No groups: the provisioned user is another person" className="mb-6">
      <p>
        A sign-in with another subject was here first: <VisibleText text={userName} /> is{" "}
        <a href={`/admin/people/${other.id}`} className="link">
          <VisibleText text={other.displayName} />
        </a>
        , last signed in <Time at={other.signedInAt} />, subject{" "}
        <span className="break-all font-mono text-sm">
          <VisibleText text={other.subject} />
        </span>
        .
      </p>
      <p className="mt-2">
        If the account was made anew at the identity provider, or its NameID or <code>sub</code> changed, the
        two are one: move the user here. If they are two people, give one of them another username there.
      </p>
      {mayChange ? (
        <div className="mt-3">
          <ConfirmedAction
            label="Move the user here…"
            title={`Is this the same human being as ${other.displayName}?`}
            confirmLabel="Move the user here"
            fields={{ id: person.id }}
            action={moveUserHere}
          >
            This person gets the provisioned groups at once. The other has none any more and is signed out.
          </ConfirmedAction>
        </div>
      ) : null}
    </Callout>
  );
}
