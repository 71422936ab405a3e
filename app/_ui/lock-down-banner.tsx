import { LockKeyhole } from "lucide-react";
import type { ReactNode } from "react";

/** Stands above everything else while something is locked down. */
export function LockDownBanner({ children }: { readonly children: ReactNode }) {
  return (
    <aside aria-label="Lock-down" className="border-danger/25 border-b bg-danger-soft">
      <div className="mx-auto flex max-w-[72rem] items-center gap-2.5 px-4 py-2 text-ink text-sm md:px-6">
        <LockKeyhole aria-hidden="true" className="size-4 shrink-0 text-danger" />
        <p className="min-w-0">{children}</p>
      </div>
    </aside>
  );
}
