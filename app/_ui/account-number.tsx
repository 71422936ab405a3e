import { cx } from "./class-names";

/**
 * Twelve digits in threes of four, so that an eye can hold them. The gaps are margins, not characters:
 * what is copied is the plain number.
 */
export function AccountNumber({ id, className }: { readonly id: string; readonly className?: string }) {
  return (
    <span className={cx("figures whitespace-nowrap font-mono text-[0.78125rem]", className)}>
      {id.slice(0, 4)}
      <span className="mx-[0.35em]">{id.slice(4, 8)}</span>
      {id.slice(8)}
    </span>
  );
}
