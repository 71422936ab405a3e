import { Button } from "@/app/_ui/button";
import { Checkbox } from "@/app/_ui/checkbox";
import { TextField } from "@/app/_ui/text-field";
import type { SetUpOptions } from "./read-options";

/** What the texts may demand beyond what must be: a plain GET form, so that a text has an address. */
export function SetUpOptionsForm({
  options,
  faults,
}: {
  readonly options: SetUpOptions;
  readonly faults: readonly { readonly field: string; readonly message: string }[];
}) {
  const fault = (name: string) =>
    faults.find(({ field }) => field === name || field.startsWith(`${name}.`))?.message;
  const isUsed = Object.keys(options).length > 0;
  return (
    <details
      open={isUsed || undefined}
      className="mb-6 max-w-[44rem] rounded-lg border border-line bg-surface"
    >
      <summary className="px-4 py-2.5 font-medium text-sm">Conditions and permissions</summary>
      <form className="flex flex-col gap-4 border-line border-t px-4 py-4">
        <TextField
          name="permissionPolicyArns"
          label="What the role may do"
          optional
          mono
          placeholder="arn:aws:iam::aws:policy/ReadOnlyAccess"
          hint="ARNs of managed policies, with commas between. Empty: you attach policies later."
          defaultValue={options.permissionPolicyArns}
          error={fault("permissionPolicyArns")}
        />
        <TextField
          name="sourceIps"
          label="Only from these addresses"
          optional
          mono
          placeholder="203.0.113.0/24"
          hint="From where Rolebridge asks AWS, with commas between. A browser that goes to the console by itself comes from elsewhere and is refused."
          defaultValue={options.sourceIps}
          error={fault("sourceIps")}
        />
        <TextField
          name="notAfter"
          label="Only until (UTC)"
          optional
          type="datetime-local"
          hint="For a contractor: from then on nobody gets in."
          defaultValue={options.notAfter}
          error={fault("notAfter")}
        />
        <TextField
          name="mfaMaxAgeSeconds"
          label="MFA code not older than, in seconds"
          optional
          inputMode="numeric"
          placeholder="300"
          hint="Only where a session takes a code."
          defaultValue={options.mfaMaxAgeSeconds}
          error={fault("mfaMaxAgeSeconds")}
        />
        <Checkbox
          name="providersExist"
          value="true"
          label="The identity provider is in the account already"
          hint="Leaves it out of the texts, for the second role and all that follow."
          defaultChecked={options.providersExist === "true"}
        />
        <div>
          <Button type="submit">Write the texts anew</Button>
        </div>
      </form>
    </details>
  );
}
