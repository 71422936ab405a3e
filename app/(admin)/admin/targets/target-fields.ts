import type { ComboboxOption } from "@/app/_ui/combobox-field.client";
import { formatDuration } from "@/app/_ui/time";
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
  label: "A reason",
  hint: "What the session is for. It stands in the audit.",
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

const FRESH_MINUTES = [5, 15, 30, 60, 240, 480, 720];

function freshOptions(current: number | undefined) {
  const known = FRESH_MINUTES.map((minutes) => minutes * 60);
  const all = current === undefined || known.includes(current) ? known : [...known, current];
  const seconds = all.toSorted((one, other) => one - other);
  return [
    { value: "", label: "Any sign-in will do" },
    ...seconds.map((each) => ({ value: String(each), label: `Of the last ${formatDuration(each)}` })),
  ];
}

function stepUpFields(current: Target | undefined): readonly FieldSpec[] {
  return [
    {
      kind: "select",
      name: "freshSignInSeconds",
      label: "A fresh sign-in",
      hint: "Older ones are sent to the identity provider again, which must ask anew.",
      options: freshOptions(current?.freshSignInSeconds),
    },
    {
      kind: "checkbox",
      name: "requireMfa",
      label: "A second factor at the identity provider",
      hint: "By its signed word. Which words count stands in the connection’s settings.",
    },
    {
      kind: "checkbox",
      name: "requirePasskey",
      label: "A passkey",
      hint: "Registered with Rolebridge, and used in the last five minutes.",
    },
    ...REASONS,
  ];
}

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
      ],
    },
    { title: "Before a session is issued, ask for", fields: stepUpFields(current) },
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
