"use client";

import { LoaderCircle } from "lucide-react";
import { useFormStatus } from "react-dom";
import { Button, type ButtonProps } from "./button";

/** Submits its form once: while the action runs it says so and takes no second press. */
export function SubmitButton({ children, tone = "primary", ...props }: Omit<ButtonProps, "type">) {
  const { pending } = useFormStatus();
  return (
    <Button {...props} type="submit" tone={tone} disabled={pending || props.disabled} aria-busy={pending}>
      {pending ? <LoaderCircle aria-hidden="true" className="animate-spin" /> : null}
      {children}
    </Button>
  );
}
