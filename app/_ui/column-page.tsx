import type { ReactNode } from "react";
import { TopBar } from "./top-bar";
import { UserMenu, type UserSummary } from "./user-menu.client";

const WIDTHS = { text: "max-w-[44rem]", forms: "max-w-[48rem]" } as const;

/** A page of somebody signed in that is read from top to bottom: the bar, and one column under it. */
export function ColumnPage({
  user,
  width = "text",
  children,
}: {
  readonly user: UserSummary;
  readonly width?: keyof typeof WIDTHS;
  readonly children: ReactNode;
}) {
  return (
    <>
      <TopBar end={<UserMenu user={user} />} />
      <main
        id="content"
        tabIndex={-1}
        className={`mx-auto ${WIDTHS[width]} px-4 pt-6 pb-16 outline-none md:pt-10`}
      >
        {children}
      </main>
    </>
  );
}
