import type { ReactNode } from "react";

/** A key to press. */
export function Kbd({ children }: { readonly children: ReactNode }) {
  return (
    <kbd className="inline-flex h-[1.125rem] min-w-[1.125rem] items-center justify-center rounded-sm border border-line bg-surface px-1 font-medium font-sans text-[0.6875rem] text-ink-soft leading-none">
      {children}
    </kbd>
  );
}
