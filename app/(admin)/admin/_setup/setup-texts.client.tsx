"use client";

import { Download } from "lucide-react";
import { useState } from "react";
import { CodeBlock } from "@/app/_ui/code-block";
import { buttonStyles } from "@/app/_ui/control-styles";
import { CopyButton } from "@/app/_ui/copy-button.client";
import { Tabs } from "@/app/_ui/tabs.client";

export interface SetUpTab {
  readonly format: string;
  readonly label: string;
  readonly todo: string;
  readonly text: string;
  readonly fileName: string;
  /** Where the same text is downloaded. */
  readonly href: string;
}

/** One account's texts, a tab a format. */
export function SetUpTabs({ label, tabs }: { readonly label: string; readonly tabs: readonly SetUpTab[] }) {
  const [chosen, choose] = useState(tabs[0]?.format ?? "");
  const tab = tabs.find(({ format }) => format === chosen) ?? tabs[0];
  if (tab === undefined) return null;
  return (
    <Tabs
      label={label}
      tabs={tabs.map((one) => ({ value: one.format, label: one.label }))}
      value={tab.format}
      onChange={choose}
    >
      <p className="mb-2 max-w-[68ch] text-ink-soft text-sm">{tab.todo}</p>
      <CodeBlock label={`${tab.label} for ${label}`} className="max-h-[36rem]">
        {tab.text}
      </CodeBlock>
      <div className="mt-3 flex flex-wrap gap-2">
        <CopyButton tone="primary" text={tab.text} label="Copy" />
        <a href={tab.href} download={tab.fileName} className={buttonStyles("secondary", "md")}>
          <Download aria-hidden="true" />
          Download
        </a>
      </div>
    </Tabs>
  );
}
