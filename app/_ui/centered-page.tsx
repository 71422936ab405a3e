import type { ReactNode } from "react";
import { LogoMark } from "./logo";

/** A page with one thing to do: sign in, sign out, an error. */
export function CenteredPage({
  title,
  lead,
  children,
}: {
  readonly title: string;
  readonly lead?: ReactNode;
  readonly children?: ReactNode;
}) {
  return (
    <main
      id="content"
      tabIndex={-1}
      className="mx-auto flex min-h-dvh w-full max-w-[25rem] flex-col px-5 pt-[max(4.5rem,16dvh)] pb-10 outline-none"
    >
      <LogoMark className="mb-5 size-9" />
      <h1 className="font-semibold text-2xl tracking-[-0.022em]">{title}</h1>
      {lead ? <div className="mt-1.5 text-ink-soft">{lead}</div> : null}
      {children ? <div className="mt-6 flex flex-col gap-4">{children}</div> : null}
    </main>
  );
}
