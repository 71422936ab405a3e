import type { ReactNode } from "react";

/** Where a list would be: says why there is nothing and what to do about it. */
export function EmptyState({
  title,
  icon,
  action,
  children,
}: {
  readonly title: string;
  readonly icon?: ReactNode;
  readonly action?: ReactNode;
  readonly children?: ReactNode;
}) {
  return (
    <div className="flex flex-col items-center rounded-xl border border-line border-dashed px-6 py-12 text-center">
      {icon ? <div className="mb-3 text-ink-faint [&_svg]:size-6">{icon}</div> : null}
      <h2 className="font-semibold text-lg tracking-[-0.01em]">{title}</h2>
      {children ? <div className="mt-1 max-w-[52ch] text-ink-soft">{children}</div> : null}
      {action ? <div className="mt-4 flex flex-wrap justify-center gap-2">{action}</div> : null}
    </div>
  );
}
