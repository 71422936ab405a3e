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

type LeavingLinkButtonProps = Omit<ComponentProps<"a">, "href"> & {
  readonly href: string;
  readonly tone?: ButtonTone;
  readonly size?: ButtonSize;
};

/**
 * The same for an address that ends at another site, such as a sign-in: a plain link. The router would fetch it,
 * which the policy stops at the other site's door, and then go there a second time.
 */
export function LeavingLinkButton({
  tone = "secondary",
  size = "md",
  className,
  children,
  ...props
}: LeavingLinkButtonProps) {
  return (
    <a {...props} className={buttonStyles(tone, size, className)}>
      {children}
    </a>
  );
}
