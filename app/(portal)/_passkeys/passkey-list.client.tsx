"use client";

import { KeyRound } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { ConfirmDialog } from "@/app/_ui/alert-dialog.client";
import { Button } from "@/app/_ui/button";
import { EmptyState } from "@/app/_ui/empty-state";
import { Time } from "@/app/_ui/time";
import type { PasskeyView } from "@/lib/flows/step-up/step-up-use-cases";
import type { Refusal } from "../_access/issue.client";
import { RefusalNotice } from "../_access/refusal";
import { removePasskey } from "./ceremony.client";

export function PasskeyList({ passkeys }: { readonly passkeys: readonly PasskeyView[] }) {
  const router = useRouter();
  const [refusal, setRefusal] = useState<Refusal>();
  async function remove(form: FormData) {
    const outcome = await removePasskey(String(form.get("id")));
    setRefusal(outcome.ok ? undefined : outcome.refusal);
    router.refresh();
  }
  if (passkeys.length === 0) {
    return (
      <EmptyState title="You have no passkey yet" icon={<KeyRound aria-hidden="true" />}>
        Add one below, and a second one in case you lose the first.
      </EmptyState>
    );
  }
  return (
    <>
      <ul
        aria-label="Your passkeys"
        className="divide-y divide-line rounded-xl border border-line bg-surface"
      >
        {passkeys.map((passkey) => (
          <li
            key={passkey.id}
            className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-4 py-3"
          >
            <div className="min-w-0">
              <p className="break-words font-medium">{passkey.name}</p>
              <p className="text-ink-soft text-sm">
                Added <Time at={passkey.createdAt} />
                {passkey.lastUsedAt === undefined ? (
                  ", never used"
                ) : (
                  <>
                    , last used <Time at={passkey.lastUsedAt} />
                  </>
                )}
                {passkey.backedUp ? ". Copied to your other devices" : ""}
              </p>
            </div>
            <ConfirmDialog
              trigger={
                <Button size="sm" aria-label={`Remove ${passkey.name}`}>
                  Remove…
                </Button>
              }
              title={`Remove the passkey ${passkey.name}?`}
              confirmLabel="Remove passkey"
              action={remove}
              fields={{ id: passkey.id }}
            >
              Roles that ask for a passkey no longer take this one. Your device may go on offering it: remove
              it there, too.
            </ConfirmDialog>
          </li>
        ))}
      </ul>
      <div className="mt-4 empty:hidden">
        {refusal === undefined ? null : (
          <RefusalNotice refusal={refusal} returnTo="/passkeys" mayExplain={false} />
        )}
      </div>
    </>
  );
}
