import { Search } from "lucide-react";
import { cx } from "@/app/_ui/class-names";
import { FIELD_STYLES } from "@/app/_ui/control-styles";

/** The search of a list: a plain GET form, so that a search has an address. */
export function SearchForm({
  label,
  value,
  keep = {},
}: {
  readonly label: string;
  readonly value: string | undefined;
  /** Other parameters of this page that a search must not lose. */
  readonly keep?: Readonly<Record<string, string | undefined>>;
}) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: <search> is not yet known to every screen reader in use
    <form role="search" className="mb-3">
      {Object.entries(keep).map(([name, kept]) =>
        kept === undefined ? null : <input key={name} type="hidden" name={name} value={kept} />,
      )}
      <div className="relative max-w-sm">
        <Search
          aria-hidden="true"
          className="pointer-events-none absolute top-1/2 left-2.5 size-4 -translate-y-1/2 text-ink-faint"
        />
        <input
          type="search"
          name="q"
          defaultValue={value}
          aria-label={label}
          placeholder={label}
          className={cx(FIELD_STYLES, "h-8 pl-8 pointer-coarse:h-10")}
        />
      </div>
    </form>
  );
}
