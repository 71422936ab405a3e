"use client";

import { memo } from "react";
import { AccountMarker } from "@/app/_ui/account-marker";
import { AccountNumber } from "@/app/_ui/account-number";
import { Badge } from "@/app/_ui/badge";
import { cx } from "@/app/_ui/class-names";
import { buttonStyles } from "@/app/_ui/control-styles";
import type { AccountGroup, RoleItem } from "./role-list";

/** The one form of the page that opens consoles; every row's button belongs to it by this id. */
export const CONSOLE_FORM = "open-console";

export interface RowActions {
  readonly onConsole: (roleId: string) => void;
  readonly onCredentials: (roleId: string) => void;
  readonly onFocusRow: (rowId: string) => void;
}

interface RoleRowProps {
  /** Unique on the page: a role may stand under "Recent" and under its account. */
  readonly rowId: string;
  readonly role: RoleItem;
  readonly account: AccountGroup;
  /** Where the account's own heading is not near: among results and recent ones. */
  readonly showAccount: boolean;
  /** Enter goes here. */
  readonly active: boolean;
  /** The grid is one stop of the Tab key: only one row's buttons are. */
  readonly tabbable: boolean;
  readonly actions: RowActions;
}

/** Two hundred outlined buttons are a wall: with a mouse, only the row one is at shows their edges. */
const BUTTON = buttonStyles(
  "quiet",
  "sm",
  "pointer-coarse:border-line pointer-coarse:bg-surface group-hover:border-line group-hover:bg-surface group-hover:text-ink group-aria-selected:border-line group-aria-selected:bg-surface group-aria-selected:text-ink hover:border-line-strong! hover:bg-hover!",
);

/** One role: what it is, why I have it, and the two things one does with it. */
export const RoleRow = memo(function RoleRow({
  rowId,
  role,
  account,
  showAccount,
  active,
  tabbable,
  actions,
}: RoleRowProps) {
  const where = `${role.name} in ${account.name}`;
  const tabIndex = tabbable ? 0 : -1;
  const asksFirst = role.asks !== undefined || role.stepUp !== undefined || role.fetchFrom !== undefined;
  return (
    // biome-ignore lint/a11y/useSemanticElements: the grid of a combobox (ARIA pattern), no table
    // biome-ignore lint/a11y/useFocusableInteractive: the search field keeps the focus and points here
    <div
      role="row"
      id={rowId}
      data-role-id={role.id}
      aria-selected={active}
      onFocus={() => actions.onFocusRow(rowId)}
      className={cx(
        "group relative grid scroll-mt-28 scroll-mb-14 grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 gap-y-2 px-4 py-2 max-sm:grid-cols-1 max-sm:py-3",
        "before:absolute before:inset-y-0 before:left-0 before:w-[3px]",
        active ? "bg-accent-soft before:bg-accent" : "hover:bg-hover",
      )}
    >
      {/* biome-ignore lint/a11y/useSemanticElements: see the row */}
      {/* biome-ignore lint/a11y/useFocusableInteractive: see the row */}
      <div role="gridcell" className="min-w-0 items-baseline gap-x-4 lg:flex">
        {showAccount ? <WithAccount role={role} account={account} /> : <Alone role={role} />}
        <p className="truncate text-ink-faint text-sm lg:ml-auto lg:max-w-[45%] lg:shrink-0">{role.why}</p>
      </div>
      {/* biome-ignore lint/a11y/useSemanticElements: see the row */}
      {/* biome-ignore lint/a11y/useFocusableInteractive: see the row */}
      <div role="gridcell" className="flex justify-end gap-1.5 max-sm:grid max-sm:grid-cols-2">
        {role.opensNoConsole ? null : (
          <button
            // What is asked for first is typed, or fetched, beside the credentials.
            type={asksFirst ? "button" : "submit"}
            form={CONSOLE_FORM}
            name="entitlementId"
            value={role.id}
            data-does="console"
            tabIndex={tabIndex}
            aria-label={`Open console: ${where}`}
            onClick={() => (asksFirst ? actions.onCredentials(role.id) : actions.onConsole(role.id))}
            className={BUTTON}
          >
            Open console
          </button>
        )}
        <button
          type="button"
          data-does="credentials"
          tabIndex={tabIndex}
          aria-label={`Get credentials: ${where}`}
          onClick={() => actions.onCredentials(role.id)}
          className={BUTTON}
        >
          Get credentials
        </button>
      </div>
    </div>
  );
});

/** Only for what is out of the ordinary: most roles have none. */
function Marks({ role: { marks = [], breakGlass } }: { readonly role: RoleItem }) {
  return marks.map((mark, place) => (
    <Badge key={mark} tone={breakGlass && place === 0 ? "warning" : "neutral"} className="mr-1.5 last:mr-3">
      {mark}
    </Badge>
  ));
}

function Alone({ role }: { readonly role: RoleItem }) {
  return (
    <p className="min-w-0 truncate">
      <span className="mr-3 inline-block font-medium lg:min-w-44">{role.name}</span>
      <Marks role={role} />
      {role.description === undefined ? null : (
        <span className="text-ink-soft text-sm max-md:hidden">{role.description}</span>
      )}
    </p>
  );
}

function WithAccount({ role, account }: { readonly role: RoleItem; readonly account: AccountGroup }) {
  return (
    <p className="flex min-w-0 items-baseline gap-x-2.5">
      <AccountMarker accountId={account.accountId} color={account.color} className="self-center" />
      <span className="truncate font-medium lg:w-44 lg:shrink-0">{role.name}</span>
      <Marks role={role} />
      <span className="truncate text-ink-soft">{account.name}</span>
      <AccountNumber id={account.accountId} className="text-ink-faint max-lg:hidden" />
    </p>
  );
}
