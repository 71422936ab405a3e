"use client";

import { type KeyboardEvent, type RefObject, useEffect } from "react";

/** Typing anywhere on the page is searching: the letter lands in the field because the focus moves first. */
export function useTypeAnywhere(search: RefObject<HTMLInputElement | null>, enabled: boolean) {
  useEffect(() => {
    if (!enabled) return;
    function onKeyDown(event: globalThis.KeyboardEvent) {
      const field = search.current;
      if (!field || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.target !== document.body && !(event.target as Element).closest?.("[data-type-through]"))
        return;
      if (event.key === "/") {
        event.preventDefault();
        field.focus();
        field.select();
      } else if (event.key.length === 1 && event.key !== " ") {
        field.focus();
      }
    }
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, [search, enabled]);
}

export interface GridKeys {
  /** Ids of the rows as they stand, top to bottom. */
  readonly rowIds: readonly string[];
  readonly activeId: string | undefined;
  readonly activate: (rowId: string | undefined) => void;
  readonly onConsole: (rowId: string) => void;
  readonly onCredentials: (rowId: string) => void;
  readonly onClear: () => void;
}

/** Keys of the search field, which keeps the focus while a row is active. */
export function searchKeys(keys: GridKeys) {
  return (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing) return;
    const next = neighbour(keys, event.key);
    if (next !== undefined) {
      event.preventDefault();
      keys.activate(next);
      document.getElementById(next)?.scrollIntoView({ block: "nearest" });
    } else if (event.key === "Enter" && keys.activeId !== undefined) {
      event.preventDefault();
      (event.shiftKey ? keys.onCredentials : keys.onConsole)(keys.activeId);
    } else if (event.key === "Escape") {
      event.preventDefault();
      keys.onClear();
    }
  };
}

/** Keys while a button of a row has the focus: arrows go to the same button of the next row, C to credentials. */
export function rowKeys(keys: GridKeys) {
  return (event: KeyboardEvent<HTMLElement>) => {
    const button = (event.target as Element).closest("button");
    const row = button?.closest("[role=row]");
    if (!button || !row || event.ctrlKey || event.metaKey || event.altKey) return;
    const buttons = [...row.querySelectorAll("button")];
    const next = neighbour({ ...keys, activeId: row.id }, event.key);
    if (next !== undefined) {
      event.preventDefault();
      // The row must be the grid's tab stop before it can take the focus with its siblings inert to Tab.
      const column = buttons.indexOf(button);
      document.getElementById(next)?.querySelectorAll("button")[column]?.focus();
    } else if (event.key === "ArrowRight" || event.key === "ArrowLeft") {
      event.preventDefault();
      buttons[event.key === "ArrowRight" ? 1 : 0]?.focus();
    } else if (event.key === "c" || event.key === "C") {
      event.preventDefault();
      keys.onCredentials(row.id);
    }
  };
}

function neighbour({ rowIds, activeId }: GridKeys, key: string): string | undefined {
  const at = activeId === undefined ? -1 : rowIds.indexOf(activeId);
  if (key === "ArrowDown") return rowIds[Math.min(at + 1, rowIds.length - 1)];
  if (key === "ArrowUp" && at > 0) return rowIds[at - 1];
  return undefined;
}
