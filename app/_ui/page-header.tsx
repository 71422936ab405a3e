import type { ReactNode } from "react";

/** The title of a page: the only h1, one sentence, and what one can do here. */
export function PageHeader({
  title,
  description,
  actions,
  breadcrumb,
}: {
  readonly title: ReactNode;
  readonly description?: ReactNode;
  readonly actions?: ReactNode;
  /** A link to the list this belongs to. */
  readonly breadcrumb?: { readonly href: string; readonly label: string };
}) {
  return (
    <header className="mb-6 flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
      <div className="wrap-anywhere min-w-0 [&_bdi]:wrap-anywhere">
        {breadcrumb ? (
          <a href={breadcrumb.href} className="mb-1 inline-block text-ink-soft text-sm hover:text-ink">
            <span aria-hidden="true">← </span>
            {breadcrumb.label}
          </a>
        ) : null}
        <h1 className="font-semibold text-xl tracking-[-0.018em]">{title}</h1>
        {description ? <p className="mt-0.5 max-w-[68ch] text-ink-soft">{description}</p> : null}
      </div>
      {actions ? <div className="flex flex-wrap gap-2">{actions}</div> : null}
    </header>
  );
}
