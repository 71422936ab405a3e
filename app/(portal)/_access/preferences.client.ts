"use client";

import { useCallback, useSyncExternalStore } from "react";

/** Small choices kept in this browser: the format, the duration. Never a credential. */
export function usePreference(name: "format" | "duration"): [string | undefined, (value: string) => void] {
  const key = `rolebridge.${name}`;
  const value = useSyncExternalStore(
    subscribe,
    () => read(key),
    () => undefined,
  );
  const save = useCallback(
    (next: string) => {
      try {
        localStorage.setItem(key, next);
      } catch {
        // Storage may be full or forbidden; then the choice holds for this view only.
        held.set(key, next);
      }
      for (const listener of listeners) listener();
    },
    [key],
  );
  return [value, save];
}

const held = new Map<string, string>();
const listeners = new Set<() => void>();

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

function read(key: string): string | undefined {
  try {
    return held.get(key) ?? localStorage.getItem(key) ?? undefined;
  } catch {
    return held.get(key);
  }
}
