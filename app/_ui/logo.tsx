import { cx } from "./class-names";

/** The mark: a key lying down, whose bit is the arch of a bridge. */
export function LogoMark({ className }: { readonly className?: string }) {
  return (
    <svg
      aria-hidden="true"
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
      strokeLinecap="round"
      strokeLinejoin="round"
      className={cx("size-6 shrink-0 text-accent", className)}
    >
      <circle cx="5.6" cy="9" r="3.6" />
      <path d="M9.2 9H22M21 9v9.5M12 9v9.5M12 18.5v-1.2a4.5 4.5 0 0 1 9 0v1.2" />
    </svg>
  );
}

export function Logo({ href = "/" }: { readonly href?: string }) {
  return (
    <a href={href} className="flex items-center gap-2 rounded-md text-ink" aria-label="Rolebridge, home">
      <LogoMark />
      <span className="font-semibold text-[0.9375rem] tracking-[-0.015em]">Rolebridge</span>
    </a>
  );
}
