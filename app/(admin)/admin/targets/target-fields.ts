import type { ComboboxOption } from "@/app/_ui/combobox-field.client";
import type { SessionTagRule, Target } from "@/lib/entitlements/model";
import type { FieldGroup, FieldValues } from "../_forms/field-spec";
import { durationOptions } from "../_parts/durations";

/** What a target form asks. @param accounts only for a new one: a target stays in its account */
export function targetFields(
  accounts: readonly ComboboxOption[] | undefined,
  current?: Target,
): readonly FieldGroup[] {
  return [
    {
      fields: [
        ...(accounts === undefined
          ? []
          : [
              {
                kind: "combobox" as const,
                name: "accountId",
                label: "Account",
                options: accounts,
                placeholder: "Type a name or number",
                emptyText: "No account matches. Add the account first.",
              },
            ]),
        {
          kind: "text",
          name: "name",
          label: "Role name",
          mono: true,
          hint: "As in IAM; AWS minds the case. People see this name.",
        },
        {
          kind: "text",
          name: "description",
          label: "Description",
          optional: true,
          hint: "What it is for, in a few words.",
        },
        {
          kind: "select",
          name: "maxDurationSeconds",
          label: "Longest session",
          hint: "Not more than the role's own maximum in IAM, which is 1 hour unless somebody changed it.",
          options: durationOptions(current?.maxDurationSeconds),
        },
      ],
    },
    {
      title: "Addresses in AWS",
      folded: true,
      description:
        "Made from the account and the name. Fill in only what differs, such as a role with a path.",
      fields: [
        { kind: "text", name: "roleArn", label: "Role ARN", optional: true, mono: true },
        { kind: "text", name: "providerArn", label: "SAML provider ARN", optional: true, mono: true },
        {
          kind: "text",
          name: "destination",
          label: "Console page",
          optional: true,
          mono: true,
          hint: "Where “Open console” leads, an https address of the AWS console.",
        },
      ],
    },
    {
      title: "Session tags, identity and policy",
      folded: true,
      description:
        "What the session carries besides its name. The role's trust policy must allow sts:TagSession for tags and sts:SetSourceIdentity for the source identity.",
      fields: [
        {
          kind: "textarea",
          name: "sessionTags",
          label: "Session tags",
          optional: true,
          mono: true,
          rows: 4,
          placeholder: "Team=platform\nDepartment=$department",
          hint: "One a line: Key=value, or Key=$attribute for a verified attribute of the person.",
        },
        {
          kind: "textarea",
          name: "transitiveTagKeys",
          label: "Transitive tag keys",
          optional: true,
          mono: true,
          rows: 2,
          hint: "One a line; these tags stay when the session assumes another role.",
        },
        {
          kind: "checkbox",
          name: "sourceIdentity",
          label: "Set the source identity",
          hint: "AWS then shows who it was even after another role is assumed.",
        },
        {
          kind: "textarea",
          name: "sessionPolicy",
          label: "Session policy",
          optional: true,
          mono: true,
          rows: 5,
          hint: "JSON. The session may do only what both the role and this policy allow.",
        },
        {
          kind: "textarea",
          name: "policyArns",
          label: "Managed policies for the session",
          optional: true,
          mono: true,
          rows: 2,
          hint: "ARNs, one a line, at most 10.",
        },
      ],
    },
  ];
}

function tagLine(rule: SessionTagRule): string {
  return "value" in rule ? `${rule.key}=${rule.value}` : `${rule.key}=$${rule.attribute}`;
}

export function targetValues(target: Target): FieldValues {
  return {
    name: target.name,
    description: target.description,
    maxDurationSeconds: String(target.maxDurationSeconds),
    roleArn: "roleArn" in target ? target.roleArn : undefined,
    providerArn: "providerArn" in target ? target.providerArn : undefined,
    destination: target.destination,
    sessionTags: target.sessionTags.map(tagLine).join("\n"),
    transitiveTagKeys: target.transitiveTagKeys.join("\n"),
    sourceIdentity: target.sourceIdentity ? "on" : undefined,
    sessionPolicy: target.sessionPolicy,
    policyArns: target.policyArns.join("\n"),
  };
}
