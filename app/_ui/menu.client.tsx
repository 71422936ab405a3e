"use client";

import { Menu as BaseMenu } from "@base-ui/react/menu";
import type { ReactElement, ReactNode } from "react";

const ITEM =
  "mx-1 flex h-8 cursor-default select-none items-center gap-2.5 rounded-sm px-2 text-sm outline-none data-highlighted:bg-hover data-disabled:text-ink-faint pointer-coarse:h-10 [&_svg]:size-4 [&_svg]:text-ink-faint";

/** A button that opens a list of actions. `trigger` is the button. */
export function Menu({
  trigger,
  align = "end",
  children,
}: {
  readonly trigger: ReactElement<Record<string, unknown>>;
  readonly align?: "start" | "end";
  readonly children: ReactNode;
}) {
  return (
    <BaseMenu.Root modal={false}>
      <BaseMenu.Trigger render={trigger} />
      <BaseMenu.Portal>
        <BaseMenu.Positioner align={align} sideOffset={6} collisionPadding={8} className="z-50 outline-none">
          <BaseMenu.Popup className="min-w-52 max-w-80 rounded-lg border border-line bg-raised py-1 text-ink shadow-pop outline-none transition-opacity duration-100 data-ending-style:opacity-0 data-starting-style:opacity-0">
            {children}
          </BaseMenu.Popup>
        </BaseMenu.Positioner>
      </BaseMenu.Portal>
    </BaseMenu.Root>
  );
}

export function MenuLink({ href, children }: { readonly href: string; readonly children: ReactNode }) {
  return (
    <BaseMenu.LinkItem href={href} className={ITEM}>
      {children}
    </BaseMenu.LinkItem>
  );
}

export function MenuSeparator() {
  return <BaseMenu.Separator className="my-1 h-px bg-line" />;
}

/** Words in a menu that are not an action: who is signed in, a heading. */
export function MenuText({ children }: { readonly children: ReactNode }) {
  return <div className="px-3 py-1.5 text-ink-soft text-sm">{children}</div>;
}
