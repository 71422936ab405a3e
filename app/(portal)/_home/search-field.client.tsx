"use client";

import { Search } from "lucide-react";
import type { KeyboardEvent, RefObject } from "react";
import { cx } from "@/app/_ui/class-names";
import { FIELD_STYLES } from "@/app/_ui/control-styles";
import { Kbd } from "@/app/_ui/kbd";

/** The search field of the home page: a combobox whose grid is the list of roles. */
export function SearchField({
  ref,
  value,
  activeId,
  onChange,
  onKeyDown,
  announcement,
}: {
  readonly ref: RefObject<HTMLInputElement | null>;
  readonly value: string;
  readonly activeId: string | undefined;
  readonly onChange: (value: string) => void;
  readonly onKeyDown: (event: KeyboardEvent<HTMLInputElement>) => void;
  /** Said by screen readers when it changes. */
  readonly announcement: string;
}) {
  return (
    <search className="relative block">
      <Search
        aria-hidden="true"
        className="pointer-events-none absolute top-1/2 left-3 size-4 -translate-y-1/2 text-ink-faint"
      />
      <input
        ref={ref}
        type="text"
        role="combobox"
        inputMode="search"
        enterKeyHint="go"
        aria-label="Search your roles by account, alias, number or role"
        aria-expanded="true"
        aria-haspopup="grid"
        aria-controls="roles"
        aria-autocomplete="list"
        aria-activedescendant={activeId}
        autoComplete="off"
        autoCapitalize="off"
        autoCorrect="off"
        spellCheck={false}
        placeholder="Search account, number or role"
        value={value}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={onKeyDown}
        className={cx(FIELD_STYLES, "h-9 pr-12 pl-9 pointer-coarse:h-11")}
      />
      <span className="pointer-events-none absolute top-1/2 right-2.5 -translate-y-1/2 pointer-coarse:hidden">
        <Kbd>{value === "" ? "/" : "Esc"}</Kbd>
      </span>
      <span role="status" className="visually-hidden">
        {announcement}
      </span>
    </search>
  );
}
