import { cx } from "@/app/_ui/class-names";

const PLACES = [
  { end: "", label: "Settings and grants" },
  { end: "/check", label: "Plan and check" },
  { end: "/setup", label: "Set up in AWS" },
] as const;

/** The pages of one target. */
export function TargetPlaces({
  id,
  here,
}: {
  readonly id: string;
  readonly here: (typeof PLACES)[number]["end"];
}) {
  return (
    <nav aria-label="This target" className="-mt-2 mb-7 border-line border-b">
      <ul className="-mb-px flex flex-wrap gap-x-5">
        {PLACES.map(({ end, label }) => (
          <li key={end}>
            <a
              href={`/admin/targets/${id}${end}`}
              aria-current={end === here ? "page" : undefined}
              className={cx(
                "block border-b-2 py-2 font-medium text-sm",
                end === here
                  ? "border-accent text-accent"
                  : "border-transparent text-ink-soft hover:text-ink",
              )}
            >
              {label}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
