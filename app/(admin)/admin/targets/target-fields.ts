import type { ComboboxOption } from "@/app/_ui/combobox-field.client";
import type { Target } from "@/lib/entitlements/model";
import type { FieldGroup, FieldSpec } from "../_forms/field-spec";
import { durationOptions } from "../_parts/durations";
import { addressFields, type KindChoices, kindFields, policyFields, tagFields } from "./kind-fields";
import { KIND_CHOICES, KIND_WORDS, only, ROLE_KINDS, USER_KINDS } from "./target-kinds";

/** What the form offers to choose from. */
export interface TargetChoices extends KindChoices {
  /** Only for a new one: a target stays in its account. */
  readonly accounts?: readonly ComboboxOption[];
  /** Names of attributes that identity providers have sent. */
  readonly attributes: readonly string[];
}

const KIND: FieldSpec = {
  kind: "choice",
  name: "kind",
  label: "What do you want people to have?",
  options: KIND_CHOICES,
};

function accountField(accounts: readonly ComboboxOption[]): FieldSpec {
  return {
    kind: "combobox",
    name: "accountId",
    label: "Account",
    options: accounts,
    placeholder: "Type a name or number",
    emptyText: "No account matches. Add the account first.",
  };
}

const NAMES: readonly FieldSpec[] = [
  {
    kind: "text",
    name: "name",
    label: "Role name",
    mono: true,
    hint: "As in IAM; AWS minds the case. People see this name.",
    ...only(...ROLE_KINDS),
  },
  {
    kind: "text",
    name: "name",
    label: "Name",
    mono: true,
    hint: "People see this name. It stands for no role, so choose one that says what it opens.",
    ...only(...USER_KINDS),
  },
];

const DESCRIPTION: FieldSpec = {
  kind: "text",
  name: "description",
  label: "Description",
  optional: true,
  hint: "What it is for, in a few words.",
};

function durations(current: number | undefined): readonly FieldSpec[] {
  const shared = { kind: "select", name: "maxDurationSeconds", label: "Longest session" } as const;
  return [
    {
      ...shared,
      hint: "A role gives no more than its own maximum in IAM: 1 hour unless somebody changed it.",
      options: durationOptions("role", current),
      ...only(...ROLE_KINDS),
    },
    {
      ...shared,
      hint: "From 15 minutes to 36 hours.",
      options: durationOptions("user", current),
      ...only(...USER_KINDS),
    },
  ];
}

const REASON = {
  kind: "checkbox",
  label: "Ask what it is for",
  hint: "People give a reason before they get a session. It stands in the audit.",
} as const;

const REASONS: readonly FieldSpec[] = [
  { ...REASON, name: "requireReason", ...only(...ROLE_KINDS, "federation-token") },
  // A name of its own: what is off by itself for others is on by itself here.
  {
    ...REASON,
    name: "requireReasonToBreakGlass",
    alsoErrorsOf: ["requireReason"],
    ...only("session-token"),
  },
];

/** What a target form asks, for whichever kind is chosen in it. */
export function targetFields(choices: TargetChoices, current?: Target): readonly FieldGroup[] {
  const { accounts } = choices;
  return [
    current === undefined
      ? { fields: [KIND] }
      : { title: `How sessions are got: ${KIND_WORDS[current.kind].short}`, folded: true, fields: [KIND] },
    {
      fields: [
        ...(accounts === undefined ? [] : [accountField(accounts)]),
        ...NAMES,
        DESCRIPTION,
        ...durations(current?.maxDurationSeconds),
        ...kindFields(choices),
        ...REASONS,
      ],
    },
    {
      title: "Session policy",
      description: "The session may do only what both its own permissions and these policies allow.",
      folded: true,
      fields: policyFields(...ROLE_KINDS),
    },
    {
      title: "Session tags and identity",
      folded: true,
      description:
        "What the session carries besides its name, for policies that compare it. The texts under “Set up in AWS” allow for it.",
      fields: tagFields(choices.attributes),
    },
    {
      title: "Addresses in AWS",
      folded: true,
      description:
        "Made from the account and the name. Fill in only what differs, such as a role with a path.",
      fields: addressFields(),
    },
  ];
}
