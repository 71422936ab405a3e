"use client";

import { Dialog as BaseDialog } from "@base-ui/react/dialog";
import { X } from "lucide-react";
import type { ReactNode, RefObject } from "react";
import { cx } from "./class-names";
import { buttonStyles } from "./control-styles";

const BACKDROP =
  "fixed inset-0 bg-scrim transition-opacity duration-150 data-ending-style:opacity-0 data-starting-style:opacity-0";

const CENTRE =
  "left-1/2 top-1/2 max-h-[calc(100dvh-3rem)] w-[min(34rem,calc(100vw-2rem))] -translate-x-1/2 -translate-y-1/2 rounded-xl border data-ending-style:scale-[0.985] data-starting-style:scale-[0.985] data-ending-style:opacity-0 data-starting-style:opacity-0";

const SIDE =
  "inset-y-0 right-0 w-[min(41rem,100%)] border-l data-ending-style:translate-x-6 data-starting-style:translate-x-6 data-ending-style:opacity-0 data-starting-style:opacity-0";

interface DialogProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly title: ReactNode;
  readonly description?: ReactNode;
  /** `side` for work beside a list, `centre` for one question. */
  readonly placement?: "centre" | "side";
  /** Takes the focus when it opens; by default the first control. */
  readonly initialFocus?: RefObject<HTMLElement | null>;
  /** Where the focus goes when it closes; by default to what had it before. */
  readonly finalFocus?: RefObject<HTMLElement | null> | (() => HTMLElement | null);
  readonly footer?: ReactNode;
  readonly children: ReactNode;
}

/** A modal dialog: focus stays inside, Escape closes, what is behind is inert. */
export function Dialog({
  open,
  onOpenChange,
  title,
  description,
  placement = "centre",
  initialFocus,
  finalFocus,
  footer,
  children,
}: DialogProps) {
  return (
    <BaseDialog.Root open={open} onOpenChange={onOpenChange}>
      <BaseDialog.Portal>
        <BaseDialog.Backdrop className={BACKDROP} />
        <BaseDialog.Popup
          {...(initialFocus === undefined ? {} : { initialFocus })}
          {...(finalFocus === undefined ? {} : { finalFocus })}
          className={cx(
            "fixed flex flex-col overflow-hidden border-line bg-raised text-ink shadow-pop outline-none transition-[opacity,translate,scale] duration-150 ease-out",
            placement === "side" ? SIDE : CENTRE,
          )}
        >
          <div className="flex items-start gap-3 border-line border-b py-3 pr-3 pl-5">
            <div className="min-w-0 flex-1">
              <BaseDialog.Title className="font-semibold text-lg tracking-[-0.012em]">
                {title}
              </BaseDialog.Title>
              {description ? (
                <BaseDialog.Description className="text-ink-soft text-sm" render={<div />}>
                  {description}
                </BaseDialog.Description>
              ) : null}
            </div>
            <BaseDialog.Close aria-label="Close" className={buttonStyles("quiet", "sm", "w-7 px-0!")}>
              <X aria-hidden="true" />
            </BaseDialog.Close>
          </div>
          <div className="min-h-0 flex-1 overflow-y-auto px-5 py-4">{children}</div>
          {footer ? (
            <div className="flex flex-wrap justify-end gap-2 border-line border-t px-5 py-3">{footer}</div>
          ) : null}
        </BaseDialog.Popup>
      </BaseDialog.Portal>
    </BaseDialog.Root>
  );
}
