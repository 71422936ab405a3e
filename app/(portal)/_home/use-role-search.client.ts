"use client";

import { useCallback, useMemo, useState } from "react";
import type { AccountGroup } from "./role-list";
import { buildIndex, type Entry, search } from "./search";

/** As many results as one reads; more letters are quicker than more rows. */
export const RESULTS_SHOWN = 50;

export interface RoleSearch {
  readonly query: string;
  readonly searching: boolean;
  readonly found: readonly Entry[];
  readonly recent: readonly Entry[];
  /** Ids of the rows as they stand, top to bottom. */
  readonly rowIds: readonly string[];
  /** The row that Enter goes to. While searching there always is one: the best. */
  readonly activeId: string | undefined;
  readonly type: (query: string) => void;
  readonly activate: (rowId: string | undefined) => void;
}

/**
 * What is typed, what it finds, and which row is active. Not deferred: Enter right after a letter must go to
 * what that letter found, and a search costs a few milliseconds.
 */
export function useRoleSearch(groups: readonly AccountGroup[], recentIds: readonly string[]): RoleSearch {
  const [query, setQuery] = useState("");
  const [chosen, setChosen] = useState<string>();
  const index = useMemo(() => buildIndex(groups), [groups]);
  const recent = useMemo(
    () => recentIds.flatMap((id) => index.find(({ role }) => role.id === id) ?? []),
    [index, recentIds],
  );
  const listed = useMemo(
    () => [...recent.map(({ role }) => `recent-${role.id}`), ...index.map(({ role }) => `role-${role.id}`)],
    [recent, index],
  );
  const searching = query.trim() !== "";
  const found = useMemo(() => search(index, query), [index, query]);
  const rowIds = searching ? found.slice(0, RESULTS_SHOWN).map(({ role }) => `found-${role.id}`) : listed;
  const fallback = searching ? rowIds[0] : undefined;
  const type = useCallback((value: string) => {
    setQuery(value);
    setChosen(undefined);
  }, []);
  return {
    query,
    searching,
    found,
    recent,
    rowIds,
    activeId: chosen !== undefined && rowIds.includes(chosen) ? chosen : fallback,
    type,
    activate: setChosen,
  };
}
