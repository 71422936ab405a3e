import type { ReactNode } from "react";
import { Logo } from "./logo";

/**
 * The bar on top of every page of somebody signed in. `search` moves to a line of its own on a narrow screen.
 */
export function TopBar({ search, end }: { readonly search?: ReactNode; readonly end?: ReactNode }) {
  return (
    <header className="sticky top-0 z-20 border-line border-b bg-canvas">
      <div className="mx-auto grid max-w-[72rem] grid-cols-[1fr_auto] items-center gap-x-6 px-4 md:h-14 md:grid-cols-[11rem_minmax(0,1fr)_auto] md:px-6">
        <div className="flex h-12 items-center md:h-14">
          <Logo />
        </div>
        <div className="row-start-2 min-w-0 max-md:col-span-2 max-md:pb-2.5 empty:hidden md:col-start-2 md:row-start-1">
          {search}
        </div>
        <div className="flex items-center gap-1 max-md:col-start-2 max-md:row-start-1 md:col-start-3">
          {end}
        </div>
      </div>
    </header>
  );
}
