"use client";

import { useActionState } from "react";
import type { ActionState } from "@/app/_http/action";
import { Callout } from "@/app/_ui/callout";
import { CodeBlock } from "@/app/_ui/code-block";
import { CopyButton } from "@/app/_ui/copy-button.client";
import { FormErrorSummary } from "@/app/_ui/form-error-summary.client";
import { SubmitButton } from "@/app/_ui/submit-button.client";
import { TextField } from "@/app/_ui/text-field";

interface MadeToken {
  readonly name: string;
  readonly token: string;
}

/** Makes a token and shows it, once: it is in this page's memory and nowhere else. */
export function NewToken({
  connection,
  action,
}: {
  readonly connection: string;
  readonly action: (previous: ActionState<MadeToken>, form: FormData) => Promise<ActionState<MadeToken>>;
}) {
  const [state, dispatch] = useActionState(action, { state: "idle" });
  const refused = state.state === "refused" ? state : undefined;
  return (
    <div className="mt-4 flex max-w-[44rem] flex-col gap-4">
      {state.state === "done" ? <ShownOnce {...state.value} /> : null}
      <FormErrorSummary
        title={refused?.problem.detail}
        problems={refused?.problem.fields ?? []}
        reference={refused?.problem.reference}
      />
      <form action={dispatch} className="flex flex-wrap items-end gap-2">
        <input type="hidden" name="connection" value={connection} />
        <TextField
          name="name"
          label="Name of a new token"
          placeholder="Okta, 2026"
          defaultValue={refused?.typed.name}
          className="w-full max-w-72"
        />
        <SubmitButton tone="secondary">Make token</SubmitButton>
      </form>
    </div>
  );
}

function ShownOnce({ name, token }: MadeToken) {
  return (
    <Callout tone="success" title={`Token ${name} is made`} live>
      <p>Enter it at the identity provider now: it is not shown again.</p>
      <CodeBlock label="Token" className="mt-3">
        {token}
      </CodeBlock>
      <div className="mt-2">
        <CopyButton text={token} label="Copy token" />
      </div>
    </Callout>
  );
}
