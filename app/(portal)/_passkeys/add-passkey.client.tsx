"use client";

import { useRouter } from "next/navigation";
import { type SubmitEvent, useState } from "react";
import { Button } from "@/app/_ui/button";
import { TextField } from "@/app/_ui/text-field";
import { useToast } from "@/app/_ui/toast.client";
import type { Refusal } from "../_access/issue.client";
import { RefusalNotice } from "../_access/refusal";
import { addPasskey } from "./ceremony.client";

const MAX_NAME = 60;

/** A name first, so that somebody with three of them knows which one to take away. */
export function AddPasskey() {
  const router = useRouter();
  const toast = useToast();
  const [name, setName] = useState("");
  const [missing, setMissing] = useState(false);
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal>();
  async function submit(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault();
    const wanted = name.trim();
    setMissing(wanted === "");
    if (wanted === "") return;
    setBusy(true);
    setRefusal(undefined);
    const outcome = await addPasskey(wanted);
    setBusy(false);
    if (!outcome.ok) return setRefusal(outcome.refusal);
    setName("");
    toast(`${wanted} is added`);
    router.refresh();
  }
  return (
    <section aria-label="Add a passkey" className="mt-8 rounded-xl border border-line bg-surface px-5 py-4">
      <h2 className="font-semibold text-lg tracking-[-0.01em]">Add a passkey</h2>
      <p className="mb-4 max-w-[68ch] text-ink-soft text-sm">
        Your browser asks for your fingerprint, face, PIN or security key. This takes a sign-in of the last
        ten minutes.
      </p>
      <form onSubmit={submit} noValidate className="flex flex-col gap-4">
        <TextField
          name="name"
          label="Name"
          hint="To know it again, like “Blue YubiKey” or “Work laptop”."
          className="max-w-96"
          maxLength={MAX_NAME}
          value={name}
          onChange={(event) => setName(event.target.value)}
          error={missing ? "Give it a name." : undefined}
        />
        <div>
          <Button type="submit" disabled={busy}>
            {busy ? "Waiting for your browser…" : "Add passkey"}
          </Button>
        </div>
      </form>
      <div className="mt-4 empty:hidden">
        {refusal === undefined ? null : (
          <RefusalNotice refusal={refusal} returnTo="/passkeys" mayExplain={false} />
        )}
      </div>
    </section>
  );
}
