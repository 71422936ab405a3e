import Link from "next/link";
import type { ComponentProps } from "react";
import { type ButtonSize, type ButtonTone, buttonStyles } from "./control-styles";

type LinkButtonProps = ComponentProps<typeof Link> & {
  readonly tone?: ButtonTone;
  readonly size?: ButtonSize;
};

/** A link that looks like a button: it goes somewhere and changes nothing. */
export function LinkButton({ tone = "secondary", size = "md", className, ...props }: LinkButtonProps) {
  return <Link {...props} className={buttonStyles(tone, size, className)} />;
}
