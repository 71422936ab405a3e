import type { ReactNode } from "react";
import { cx } from "./class-names";

/** Text that is copied letter by letter. Long lines wrap; `children` is the text itself. */
export function CodeBlock({
  children,
  label,
  className,
}: {
  readonly children: ReactNode;
  /** What it is, for screen readers. */
  readonly label: string;
  readonly className?: string;
}) {
  return (
    <section
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard (WCAG 2.1.1)
      tabIndex={0}
      className={cx("overflow-auto rounded-lg border border-line bg-sunken px-3 py-2.5", className)}
    >
      <pre className="figures whitespace-pre-wrap break-all font-mono text-[0.78125rem] leading-5">
        {children}
      </pre>
    </section>
  );
}

/** A name, value or command inside a sentence. */
export function Code({ children }: { readonly children: ReactNode }) {
  return (
    <code className="figures break-all rounded-sm bg-sunken px-1 py-px font-mono text-[0.92em] ring-1 ring-line">
      {children}
    </code>
  );
}
