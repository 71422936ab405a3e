"use client";

import { Tabs as BaseTabs } from "@base-ui/react/tabs";
import type { ReactNode } from "react";

interface Tab<Value extends string> {
  readonly value: Value;
  readonly label: ReactNode;
}

interface TabsProps<Value extends string> {
  /** What the choice is about, for screen readers. */
  readonly label: string;
  readonly tabs: readonly Tab<Value>[];
  readonly value: Value;
  readonly onChange: (value: Value) => void;
  /** The panel of the tab that is chosen. */
  readonly children: ReactNode;
}

/** Views of one thing. Arrow keys move and choose at once, so a panel must cost nothing to show. */
export function Tabs<Value extends string>({ label, tabs, value, onChange, children }: TabsProps<Value>) {
  return (
    <BaseTabs.Root value={value} onValueChange={(next: Value) => onChange(next)}>
      <BaseTabs.List
        aria-label={label}
        activateOnFocus
        className="-mx-1 flex flex-wrap gap-x-0.5 gap-y-1 border-line border-b px-1 pb-2"
      >
        {tabs.map((tab) => (
          <BaseTabs.Tab
            key={tab.value}
            value={tab.value}
            className="h-7 select-none whitespace-nowrap rounded-md px-2 font-medium text-ink-soft text-sm hover:bg-hover hover:text-ink data-active:bg-accent-soft data-active:text-accent pointer-coarse:h-9"
          >
            {tab.label}
          </BaseTabs.Tab>
        ))}
      </BaseTabs.List>
      {tabs.map((tab) => (
        <BaseTabs.Panel key={tab.value} value={tab.value} className="pt-3 outline-offset-4">
          {tab.value === value ? children : null}
        </BaseTabs.Panel>
      ))}
    </BaseTabs.Root>
  );
}
