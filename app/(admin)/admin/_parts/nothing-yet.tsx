import { Building2, KeyRound, Target } from "lucide-react";
import { EmptyState } from "@/app/_ui/empty-state";
import { LinkButton } from "@/app/_ui/link-button";

const FIRST_STEPS = {
  account: {
    title: "No AWS accounts yet",
    text: "Add the first one, then the roles that people may take in it.",
    icon: Building2,
    href: "/admin/accounts/new",
    label: "Add account",
  },
  target: {
    title: "No targets yet",
    text: "A target is a role in one of your accounts that people may take.",
    icon: Target,
    href: "/admin/targets/new",
    label: "Add target",
  },
  grant: {
    title: "No grants yet",
    text: "A grant gives a role to a group, a user, or everybody with an attribute. Without one, nobody has access.",
    icon: KeyRound,
    href: "/admin/grants/new",
    label: "Add grant",
  },
} as const;

type Step = keyof typeof FIRST_STEPS;

/** What a target or a grant needs before it, when that is missing. */
const FIRST = { account: "First add the AWS account.", target: "First add a target." } as const;

/**
 * Where a list or a form would be, had what it rests on been made: an account has targets, and a target has grants.
 * @param needs what has to be made before; absent when nothing is missing
 */
export function NothingYet({
  what,
  needs,
  mayChange,
}: {
  readonly what: Step;
  readonly needs?: "account" | "target" | undefined;
  readonly mayChange: boolean;
}) {
  const { title, text, icon: Icon } = FIRST_STEPS[what];
  const { href, label } = FIRST_STEPS[needs ?? what];
  return (
    <EmptyState
      title={title}
      icon={<Icon aria-hidden="true" />}
      action={
        mayChange ? (
          <LinkButton href={href} tone="primary">
            {label}
          </LinkButton>
        ) : null
      }
    >
      {text} {needs === undefined ? null : FIRST[needs]}
    </EmptyState>
  );
}
