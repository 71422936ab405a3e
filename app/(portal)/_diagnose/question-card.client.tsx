"use client";

import { type SubmitEvent, useState } from "react";
import { Button } from "@/app/_ui/button";
import { Callout } from "@/app/_ui/callout";
import { SelectField } from "@/app/_ui/select-field";
import { TextAreaField, TextField } from "@/app/_ui/text-field";
import type { Refusal } from "../_access/issue.client";
import { PersonalFields } from "../_access/personal-fields.client";
import { RefusalNotice } from "../_access/refusal";
import type { SessionRole } from "../_access/session-role";
import { usePersonal } from "../_access/use-personal.client";
import { Answer } from "./answer";
import { encodedMessageIn, type Question } from "./questions";

/** A role of the person, with its name for the list. */
export interface DiagnosisRole extends SessionRole {
  readonly label: string;
}

type Asked =
  | { readonly state: "idle" | "asking" }
  | { readonly state: "answered"; readonly answer: unknown }
  | { readonly state: "refused"; readonly refusal: Refusal };

/** One question to AWS, asked with a session of one of the person's roles. */
export function QuestionCard({
  question,
  roles,
  mayExplain,
}: {
  readonly question: Question;
  readonly roles: readonly DiagnosisRole[];
  readonly mayExplain: boolean;
}) {
  const [roleId, setRoleId] = useState(roles[0]?.id ?? "");
  const [pasted, setPasted] = useState("");
  const [missing, setMissing] = useState(false);
  const [asked, setAsked] = useState<Asked>({ state: "idle" });
  const role = roles.find(({ id }) => id === roleId) ?? roles[0];
  const personal = usePersonal(role ?? { id: "", maxDurationSeconds: 0 }, asked);
  const { field, path } = question;
  const prefix = `${path}-`;

  async function submit(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault();
    const lacksText = field !== undefined && pasted.trim() === "";
    setMissing(lacksText);
    if (!personal.isReady()) personal.complain();
    if (lacksText || !personal.isReady()) return;
    setAsked({ state: "asking" });
    const text = field?.name === "encodedMessage" ? encodedMessageIn(pasted) : pasted.trim();
    const body = {
      entitlementId: roleId,
      ...personal.given(),
      ...(field === undefined ? {} : { [field.name]: text }),
    };
    personal.forgetCode();
    setAsked(await ask(path, body));
  }

  const shared = {
    name: `${prefix}text`,
    label: field?.label ?? "",
    placeholder: field?.placeholder ?? "",
    mono: true,
    value: pasted,
    error: missing ? `${field?.label} is missing: paste it here.` : undefined,
  };
  return (
    <section aria-label={question.title} className="rounded-xl border border-line bg-surface px-5 py-4">
      <h2 className="font-semibold text-lg tracking-[-0.01em]">{question.title}</h2>
      <p className="mb-4 max-w-[68ch] text-ink-soft text-sm">{question.text}</p>
      <form onSubmit={submit} noValidate className="flex flex-col gap-4">
        {field === undefined ? null : field.isLong ? (
          <TextAreaField {...shared} rows={4} onChange={(event) => setPasted(event.target.value)} />
        ) : (
          <TextField {...shared} className="max-w-96" onChange={(event) => setPasted(event.target.value)} />
        )}
        <SelectField
          name={`${prefix}role`}
          label="With a session of"
          className="max-w-96"
          value={roleId}
          onChange={(event) => setRoleId(event.target.value)}
          options={roles.map(({ id, label }) => ({ value: id, label }))}
        />
        {role?.asks ? <PersonalFields asks={role.asks} prefix={prefix} {...personal.fields} /> : null}
        <div>
          <Button type="submit" disabled={asked.state === "asking"}>
            {asked.state === "asking" ? "Asking AWS…" : question.ask}
          </Button>
        </div>
      </form>
      <div className="mt-4 empty:hidden" aria-live="polite">
        {asked.state === "answered" ? <Answer path={path} answer={asked.answer} /> : null}
        {asked.state === "refused" ? (
          <RefusalNotice refusal={asked.refusal} returnTo="/diagnose" mayExplain={mayExplain} />
        ) : null}
      </div>
    </section>
  );
}

async function ask(path: Question["path"], body: object): Promise<Asked> {
  try {
    const response = await fetch(`/api/v1/diagnosis/${path}`, {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/json" },
      body: JSON.stringify(body),
      cache: "no-store",
    });
    const answer: unknown = await response.json();
    return response.ok ? { state: "answered", answer } : { state: "refused", refusal: answer as Refusal };
  } catch {
    return {
      state: "refused",
      refusal: {
        code: "request.failed",
        title: "Rolebridge did not answer. Check your connection and try again.",
      },
    };
  }
}

export function NoRolesToAskWith() {
  return (
    <Callout title="You have no role to ask with">
      Every question is asked with a session of one of your roles. Ask your administrator for one.
    </Callout>
  );
}
