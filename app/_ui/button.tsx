import type { ComponentProps } from "react";
import { type ButtonSize, type ButtonTone, buttonStyles } from "./control-styles";

export interface ButtonProps extends ComponentProps<"button"> {
  readonly tone?: ButtonTone;
  readonly size?: ButtonSize;
}

/** A button that acts. It is `type="button"` unless told otherwise. */
export function Button({
  tone = "secondary",
  size = "md",
  type = "button",
  className,
  ...props
}: ButtonProps) {
  return <button {...props} type={type} className={buttonStyles(tone, size, className)} />;
}
