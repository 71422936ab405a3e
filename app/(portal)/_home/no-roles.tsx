import { Badge } from "@/app/_ui/badge";
import { Callout } from "@/app/_ui/callout";
import { LinkButton } from "@/app/_ui/link-button";
import { VisibleText } from "@/app/_ui/visible-text";
import type { Identity } from "@/lib/identity/identity";

interface NoRolesProps {
  readonly identity: Identity;
  readonly connectionName: string;
  readonly contact: string | undefined;
  /** An administrator sees where to begin. */
  readonly maySetUp: boolean;
}

/** Signed in, and nothing matched: what Rolebridge knows about the person, and whom to ask for what. */
export function NoRoles({ identity, connectionName, contact, maySetUp }: NoRolesProps) {
  return (
    <>
      <h1 className="font-semibold text-xl tracking-[-0.018em]">No AWS role is yours yet</h1>
      <p className="mt-1 max-w-[60ch] text-ink-soft">
        You are signed in, and no grant matches your account or your groups.{" "}
        {nextStep(identity, contact, maySetUp)}
      </p>
      {maySetUp ? (
        <div className="mt-4">
          <LinkButton tone="primary" href="/admin/grants">
            Manage grants
          </LinkButton>
        </div>
      ) : null}
      <MissingGroups identity={identity} connectionName={connectionName} />
      <dl className="mt-6 divide-y divide-line overflow-hidden rounded-lg border border-line bg-surface">
        <Fact name="Signed in as">
          <VisibleText text={identity.username} />
        </Fact>
        <Fact name="Through">{connectionName}</Fact>
        <Fact name="Your groups">
          {identity.groups.length === 0 ? (
            <span className="text-ink-soft">{GROUPS_ABSENT[identity.groupsClaim]}</span>
          ) : (
            <ul className="flex flex-wrap gap-1.5">
              {identity.groups.map((group) => (
                <li key={group}>
                  <Badge>
                    <VisibleText text={group} />
                  </Badge>
                </li>
              ))}
            </ul>
          )}
        </Fact>
      </dl>
    </>
  );
}

const GROUPS_ABSENT: Readonly<Record<Identity["groupsClaim"], string>> = {
  present: "None",
  missing: "Not sent by the identity provider",
  overage: "Too many to be sent",
  not_provisioned: "Not provisioned yet",
  provisioned_to_another: "Provisioned to another sign-in",
};

function nextStep({ groupsClaim }: Identity, contact: string | undefined, maySetUp: boolean): string {
  if (maySetUp) return "You administer Rolebridge, so you can grant yourself one.";
  const whom = contact === undefined ? "your Rolebridge administrator" : contact;
  return groupsClaim === "present"
    ? `Ask ${whom} for access and name the account and the role you need. Then load this page again.`
    : `Ask ${whom} and show them this page.`;
}

/** "No groups" and "we were not told the groups" are different faults with different people to mend them. */
function MissingGroups({
  identity,
  connectionName,
}: {
  readonly identity: Identity;
  readonly connectionName: string;
}) {
  if (identity.groupsClaim === "present") return null;
  const { title, text } = ABSENCES[identity.groupsClaim](connectionName);
  return (
    <div className="mt-5">
      <Callout tone="warning" title={title}>
        {text}
      </Callout>
    </div>
  );
}

const ABSENCES: Readonly<
  Record<
    Exclude<Identity["groupsClaim"], "present">,
    (connectionName: string) => { readonly title: string; readonly text: string }
  >
> = {
  missing: (name) => ({
    title: `${name} did not say which groups you are in`,
    text: `This may be all that is wrong. For the administrator of ${name}: send a groups claim, and check its name in the attribute mapping of this connection.`,
  }),
  overage: (name) => ({
    title: "You are in more groups than Entra ID puts into a sign-in",
    text: `Entra ID then leaves all of them out, so Rolebridge knows none. For the administrator of ${name}: send only groups assigned to this application, or use application roles.`,
  }),
  not_provisioned: (name) => ({
    title: `${name} has not provisioned you here yet`,
    text: `Groups come from provisioning, which can take a while. For the administrator of ${name}: assign this person to the provisioning app, with the same username as in the sign-in.`,
  }),
  provisioned_to_another: (name) => ({
    title: "Your username belongs to another sign-in here",
    text: `Somebody signed in through ${name} with the same username and another identifier: you, if your account there was made anew, or somebody else. Rolebridge does not guess. For an administrator of Rolebridge: find this person under People and decide whether the two are one.`,
  }),
};

function Fact({ name, children }: { readonly name: string; readonly children: React.ReactNode }) {
  return (
    <div className="grid gap-x-4 gap-y-0.5 px-4 py-2.5 sm:grid-cols-[8rem_minmax(0,1fr)]">
      <dt className="text-ink-faint text-sm">{name}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </div>
  );
}
