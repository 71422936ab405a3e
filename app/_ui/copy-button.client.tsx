"use client";

import { Check, Copy } from "lucide-react";
import { type RefObject, useEffect, useRef, useState } from "react";
import { Button, type ButtonProps } from "./button";

type CopyButtonProps = Omit<ButtonProps, "onClick" | "children" | "value"> & {
  /** The text, or how to get it at the moment of copying. */
  readonly text: string | (() => string);
  /** What is copied: "Copy account number". Shown unless `iconOnly`. */
  readonly label: string;
  readonly iconOnly?: boolean;
  readonly onCopied?: () => void;
  readonly ref?: RefObject<HTMLButtonElement | null>;
};

/** Copies and says so for two seconds, to eyes and to screen readers. The width does not change. */
export function CopyButton({ text, label, iconOnly = false, onCopied, ...props }: CopyButtonProps) {
  const [outcome, setOutcome] = useState<"copied" | "refused">();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);

  async function copy() {
    const done = await navigator.clipboard.writeText(typeof text === "string" ? text : text()).then(
      () => true,
      () => false,
    );
    setOutcome(done ? "copied" : "refused");
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setOutcome(undefined), 2000);
    if (done) onCopied?.();
  }

  const Icon = outcome === "copied" ? Check : Copy;
  const word = outcome === "refused" ? "The browser did not allow it" : "Copied";
  return (
    <>
      <Button
        {...props}
        onClick={copy}
        aria-label={iconOnly ? label : undefined}
        title={iconOnly ? label : undefined}
      >
        <Icon aria-hidden="true" className={outcome === "copied" ? "text-success" : undefined} />
        {iconOnly ? null : (
          <span className="grid">
            <span className={outcome ? "invisible [grid-area:1/1]" : "[grid-area:1/1]"}>{label}</span>
            {outcome ? (
              <span className="text-left [grid-area:1/1]">
                {outcome === "copied" ? "Copied" : "Not allowed"}
              </span>
            ) : null}
          </span>
        )}
      </Button>
      <span role="status" className="visually-hidden">
        {outcome ? word : ""}
      </span>
    </>
  );
}
