import { LinkButton } from "./link-button";

/** The end of a page of a list. `href` is this page with the next cursor; without it everything is shown. */
export function LoadMore({
  shown,
  noun,
  href,
  firstHref,
}: {
  /** How many items stand above. */
  readonly shown: number;
  /** `["account", "accounts"]` */
  readonly noun: readonly [one: string, many: string];
  readonly href?: string | undefined;
  /** Back to the first page, when this is not it. */
  readonly firstHref?: string | undefined;
}) {
  // An empty list has said so itself.
  if (shown === 0 && !href && !firstHref) return null;
  return (
    <nav aria-label="Pages" className="mt-3 flex items-center justify-between gap-3 text-ink-soft text-sm">
      <p>
        <span className="figures">{shown.toLocaleString("en")}</span> {shown === 1 ? noun[0] : noun[1]}
        {href || firstHref ? " on this page" : ""}
      </p>
      <div className="flex gap-2">
        {firstHref ? (
          <LinkButton size="sm" href={firstHref}>
            First page
          </LinkButton>
        ) : null}
        {href ? (
          <LinkButton size="sm" href={href}>
            Next page
          </LinkButton>
        ) : null}
      </div>
    </nav>
  );
}
