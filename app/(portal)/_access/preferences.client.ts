"use client";

import { useCallback, useSyncExternalStore } from "react";
import { readChoice, writeChoice } from "../_home/choice.client";

/** Small choices kept in this browser: the format, the duration. Never a credential. */
export function usePreference(name: "format" | "duration"): [string | undefined, (value: string) => void] {
  const value = useSyncExternalStore(
    subscribe,
    () => readChoice(name),
    () => undefined,
  );
  const save = useCallback(
    (next: string) => {
      writeChoice(name, next);
      for (const listener of listeners) listener();
    },
    [name],
  );
  return [value, save];
}

const listeners = new Set<() => void>();

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}
