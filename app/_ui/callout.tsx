import { CircleAlert, CircleCheck, Info, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { cx } from "./class-names";

export type CalloutTone = "info" | "success" | "warning" | "danger";

const LOOKS = {
  info: { icon: Info, box: "border-line bg-sunken", mark: "text-ink-soft" },
  success: { icon: CircleCheck, box: "border-success/25 bg-success-soft", mark: "text-success" },
  warning: { icon: TriangleAlert, box: "border-warning/25 bg-warning-soft", mark: "text-warning" },
  danger: { icon: CircleAlert, box: "border-danger/25 bg-danger-soft", mark: "text-danger" },
} as const satisfies Record<CalloutTone, unknown>;

/**
 * Something the reader must know here. `live` makes screen readers say it when it appears:
 * only for what comes as the answer to an action.
 */
export function Callout({
  tone = "info",
  title,
  live = false,
  className,
  children,
}: {
  readonly tone?: CalloutTone;
  readonly title?: ReactNode;
  readonly live?: boolean;
  readonly className?: string;
  readonly children?: ReactNode;
}) {
  const { icon: Icon, box, mark } = LOOKS[tone];
  return (
    <div
      role={live ? (tone === "danger" ? "alert" : "status") : undefined}
      className={cx("flex gap-2.5 rounded-lg border px-3 py-2.5", box, className)}
    >
      <Icon aria-hidden="true" className={cx("mt-[3px] size-4 shrink-0", mark)} />
      <div className="min-w-0 flex-1 text-ink">
        {title ? <p className="font-medium">{title}</p> : null}
        {children ? <div className={cx("text-ink-soft", title ? "mt-0.5" : "")}>{children}</div> : null}
      </div>
    </div>
  );
}
