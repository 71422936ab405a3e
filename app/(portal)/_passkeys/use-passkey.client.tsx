"use client";

import { KeyRound } from "lucide-react";
import { useState } from "react";
import { Button } from "@/app/_ui/button";
import type { Refusal } from "../_access/issue.client";
import { RefusalNotice } from "../_access/refusal";
import { confirmWithPasskey } from "./ceremony.client";

/** The button that asks the browser for a passkey, and what came of it. */
export function UsePasskey({ returnTo, onDone }: { readonly returnTo: string; readonly onDone: () => void }) {
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal>();
  async function confirm() {
    setBusy(true);
    setRefusal(undefined);
    const outcome = await confirmWithPasskey();
    setBusy(false);
    if (outcome.ok) onDone();
    else setRefusal(outcome.refusal);
  }
  return (
    <div className="flex flex-col gap-3">
      <div>
        <Button tone="primary" onClick={confirm} disabled={busy}>
          <KeyRound aria-hidden="true" />
          {busy ? "Waiting for your passkey…" : "Use my passkey"}
        </Button>
      </div>
      {refusal === undefined ? null : (
        <RefusalNotice refusal={refusal} returnTo={returnTo} mayExplain={false} />
      )}
    </div>
  );
}

/** On a page of its own: back to where it was asked for. */
export function ConfirmAndReturn({ returnTo }: { readonly returnTo: string }) {
  return <UsePasskey returnTo={returnTo} onDone={() => window.location.assign(returnTo)} />;
}
