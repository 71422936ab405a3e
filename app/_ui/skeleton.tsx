import { cx } from "./class-names";

/** A grey stand-in of the size that will come, so that nothing moves when it does. Size it by class. */
export function Skeleton({ className }: { readonly className: string }) {
  return <span aria-hidden="true" className={cx("shimmer block rounded-sm bg-line", className)} />;
}

/** A loading list: `rows` lines of `height`. Says "Loading" once to screen readers. */
export function SkeletonRows({
  rows = 6,
  height = "h-11",
}: {
  readonly rows?: number;
  readonly height?: string;
}) {
  return (
    <div
      role="status"
      className="divide-y divide-line overflow-hidden rounded-lg border border-line bg-surface"
    >
      <span className="visually-hidden">Loading</span>
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the rows are identical and never move
        <div key={row} className={cx("flex items-center gap-4 px-4", height)}>
          <Skeleton className="size-2.5" />
          <Skeleton className={row % 2 === 0 ? "h-3 w-40" : "h-3 w-28"} />
          <Skeleton className="ml-auto h-3 w-24" />
        </div>
      ))}
    </div>
  );
}
