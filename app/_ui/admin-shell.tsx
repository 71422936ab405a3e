import type { ReactNode } from "react";
import { AdminNav } from "./admin-nav.client";

/** The frame of the administration below the top bar: navigation and the page. */
export function AdminShell({ children }: { readonly children: ReactNode }) {
  return (
    <div className="mx-auto grid max-w-[72rem] grid-cols-[minmax(0,1fr)] gap-x-10 px-4 pt-3 pb-16 md:grid-cols-[11rem_minmax(0,1fr)] md:px-6 md:pt-7">
      <div className="md:sticky md:top-[5.25rem] md:self-start">
        <AdminNav />
      </div>
      <main id="content" tabIndex={-1} className="min-w-0 outline-none max-md:pt-5">
        {children}
      </main>
    </div>
  );
}
