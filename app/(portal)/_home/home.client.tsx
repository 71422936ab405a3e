"use client";

import { type KeyboardEvent, type ReactNode, useEffect, useMemo, useRef } from "react";
import { TopBar } from "@/app/_ui/top-bar";
import { readChoice, writeChoice } from "./choice.client";
import { HintBar } from "./hint-bar";
import { withRecent } from "./recent-roles";
import type { AccountGroup } from "./role-list";
import { CONSOLE_FORM, type RowActions } from "./role-row.client";
import type { Entry } from "./search";
import { SearchField } from "./search-field.client";
import { AccountSections, FlatSection, NothingFound } from "./sections.client";
import { type GridKeys, rowKeys, searchKeys, useTypeAnywhere } from "./use-grid-keys.client";
import { RESULTS_SHOWN, type RoleSearch, useRoleSearch } from "./use-role-search.client";

interface HomeProps {
  readonly groups: readonly AccountGroup[];
  readonly recentIds: readonly string[];
  readonly end: ReactNode;
  /** Opens the credentials of a role; the caller decides where. */
  readonly onCredentials: (roleId: string) => void;
  /** False while something stands in front of the page. */
  readonly listening: boolean;
}

/** My roles: search on top, what I used last, then every account. */
export function Home({ groups, recentIds, end, onCredentials, listening }: HomeProps) {
  const field = useRef<HTMLInputElement>(null);
  const roles = useRoleSearch(groups, recentIds);
  useTypeAnywhere(field, listening);
  useEffect(() => {
    // On a touch screen this would open the keyboard over the list.
    if (document.activeElement === document.body && matchMedia("(pointer: fine)").matches) {
      field.current?.focus();
    }
  }, []);

  const { activate, type } = roles;
  const actions = useMemo<RowActions>(
    () => ({
      onConsole: remember,
      onCredentials: (roleId) => {
        remember(roleId);
        onCredentials(roleId);
      },
      onFocusRow: activate,
    }),
    [onCredentials, activate],
  );
  const keys: GridKeys = {
    rowIds: roles.rowIds,
    activeId: roles.activeId,
    activate,
    onConsole: (rowId) => press(rowId, "console"),
    onCredentials: (rowId) => press(rowId, "credentials"),
    onClear: () => type(""),
  };

  return (
    <>
      <TopBar
        end={end}
        search={
          <SearchField
            ref={field}
            value={roles.query}
            activeId={roles.activeId}
            onChange={type}
            onKeyDown={searchKeys(keys)}
            announcement={roles.searching ? announce(roles.found) : ""}
          />
        }
      />
      <form id={CONSOLE_FORM} method="post" action="/console" target="_blank" rel="noopener" />
      <main
        id="content"
        tabIndex={-1}
        className="mx-auto max-w-[72rem] px-4 pt-5 pb-20 outline-none md:px-6 md:pt-7"
      >
        <h1 className="visually-hidden">Your AWS roles</h1>
        <RoleGrid groups={groups} roles={roles} actions={actions} onKeyDown={rowKeys(keys)} />
      </main>
      <HintBar />
    </>
  );
}

function RoleGrid({
  groups,
  roles,
  actions,
  onKeyDown,
}: {
  readonly groups: readonly AccountGroup[];
  readonly roles: RoleSearch;
  readonly actions: RowActions;
  readonly onKeyDown: (event: KeyboardEvent<HTMLElement>) => void;
}) {
  const { searching, found, recent, activeId } = roles;
  if (searching && found.length === 0) {
    return <NothingFound query={roles.query.trim()} onClear={() => roles.type("")} />;
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: the grid of the search field (ARIA combobox pattern)
    <div
      role="grid"
      id="roles"
      aria-label="Your roles"
      data-type-through=""
      onKeyDown={onKeyDown}
      className="flex flex-col gap-4"
    >
      {searching ? (
        <FlatSection
          prefix="found"
          title={found.length === 1 ? "1 role" : `${found.length} roles`}
          note={
            found.length > RESULTS_SHOWN
              ? `The best ${RESULTS_SHOWN}. More letters narrow it down.`
              : undefined
          }
          entries={found.slice(0, RESULTS_SHOWN)}
          activeId={activeId}
          actions={actions}
        />
      ) : null}
      {!searching && recent.length > 0 ? (
        <FlatSection prefix="recent" title="Recent" entries={recent} activeId={activeId} actions={actions} />
      ) : null}
      {/* Hidden, not removed: taking a thousand rows away would hold up the first letter. */}
      <div role="presentation" hidden={searching} className="flex flex-col gap-4 [&[hidden]]:hidden">
        <AccountSections
          groups={groups}
          firstTabbable={!searching && recent.length === 0 && activeId === undefined}
          activeId={activeId?.startsWith("role-") ? activeId : undefined}
          actions={actions}
        />
      </div>
    </div>
  );
}

/** Through the row's own button, so that a key does exactly what a click does. */
function press(rowId: string, does: "console" | "credentials") {
  const row = document.getElementById(rowId);
  const button = row?.querySelector<HTMLButtonElement>(`button[data-does=${does}]`);
  // A role that opens no console has the other button only.
  (button ?? row?.querySelector<HTMLButtonElement>("button[data-does]"))?.click();
}

function announce(found: readonly Entry[]): string {
  const [first] = found;
  if (first === undefined) return "No role found";
  const count = found.length === 1 ? "1 role" : `${found.length} roles`;
  return `${count}. Enter opens the console of ${first.role.name} in ${first.account.name}`;
}

function remember(roleId: string) {
  writeChoice("recent", withRecent(readChoice("recent"), roleId));
}
