"use client";

import { Dices } from "lucide-react";
import { type ComponentProps, useRef } from "react";
import { Button } from "@/app/_ui/button";
import { TextField } from "@/app/_ui/text-field";

const BYTES = 16;

/** A text field that can be filled with 128 random bits in hex, made in this browser. */
export function GeneratedField({
  generateLabel,
  ...field
}: ComponentProps<typeof TextField> & { readonly generateLabel: string }) {
  const box = useRef<HTMLDivElement>(null);
  function fill() {
    const input = box.current?.querySelector("input");
    if (!input) return;
    const bytes = crypto.getRandomValues(new Uint8Array(BYTES));
    input.value = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
    // As if typed: the form hears of it and loses nothing.
    input.dispatchEvent(new Event("input", { bubbles: true }));
    input.focus();
  }
  return (
    <div ref={box} className="flex items-end gap-2 max-sm:flex-col max-sm:items-stretch">
      <TextField {...field} className="flex-1" />
      <Button onClick={fill} className={field.error ? "sm:mb-[1.625rem]" : ""}>
        <Dices aria-hidden="true" />
        {generateLabel}
      </Button>
    </div>
  );
}
