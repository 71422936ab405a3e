"use client";

import { Download, Eye, EyeOff } from "lucide-react";
import { type RefObject, useEffect, useState } from "react";
import { Button } from "@/app/_ui/button";
import { Code, CodeBlock } from "@/app/_ui/code-block";
import { CopyButton } from "@/app/_ui/copy-button.client";
import { Kbd } from "@/app/_ui/kbd";
import { Tabs } from "@/app/_ui/tabs.client";
import type { RenderedCredentials } from "@/lib/delivery/render-text";
import { FORMAT_GUIDES, type FormatGuide } from "./format-guide";
import type { Credentials } from "./issue.client";
import { usePreference } from "./preferences.client";
import { render, renderHidden } from "./render";

const TABS = FORMAT_GUIDES.map(({ format, label }) => ({ value: format, label }));
const [FIRST] = FORMAT_GUIDES;

/** The credentials in the format of choice, hidden until asked for; copying does not need to show them. */
export function Issued({
  credentials,
  profile,
}: {
  readonly credentials: Credentials;
  readonly profile: string;
}) {
  const [preferred, prefer] = usePreference("format");
  const [revealed, setRevealed] = useState(false);
  const guide = FORMAT_GUIDES.find(({ format }) => format === preferred) ?? FIRST;
  useViewKeys({ r: () => setRevealed((shown) => !shown) });
  if (guide === undefined) return null;
  const rendered = render(guide.format, credentials, profile);
  const shown = revealed ? rendered.text : renderHidden(guide.format, credentials, profile);
  return (
    <Tabs label="Format" tabs={TABS} value={guide.format} onChange={prefer}>
      <p className="mb-2 text-ink-soft text-sm">{guide.use}</p>
      <CodeBlock label={`Credentials for ${guide.label}`} className="max-h-72 min-h-[5.25rem]">
        {shown}
      </CodeBlock>
      <Actions
        guide={guide}
        rendered={rendered}
        revealed={revealed}
        onReveal={() => setRevealed(!revealed)}
      />
      <TryIt guide={guide} profile={profile} arn={credentials.assumedRoleArn} />
    </Tabs>
  );
}

function Actions({
  guide,
  rendered,
  revealed,
  onReveal,
}: {
  readonly guide: FormatGuide;
  readonly rendered: RenderedCredentials;
  readonly revealed: boolean;
  readonly onReveal: () => void;
}) {
  const [saved, setSaved] = useState(false);
  const copy = useFirstFocus();
  useViewKeys({ c: () => copy.current?.click() });
  return (
    <>
      <div className="mt-3 flex flex-wrap gap-2">
        <CopyButton ref={copy} tone="primary" text={rendered.text} label="Copy" aria-keyshortcuts="c" />
        <Button onClick={onReveal} aria-pressed={revealed} aria-keyshortcuts="r">
          {revealed ? <EyeOff aria-hidden="true" /> : <Eye aria-hidden="true" />}
          {revealed ? "Hide" : "Reveal"}
        </Button>
        {rendered.fileName === undefined ? null : (
          <Button
            onClick={() => {
              download(rendered);
              setSaved(true);
            }}
          >
            <Download aria-hidden="true" />
            Download
          </Button>
        )}
        <span className="ml-auto flex items-center gap-3 text-ink-faint text-xs max-md:hidden pointer-coarse:hidden">
          <span>
            <Kbd>C</Kbd> copy
          </span>
          <span>
            <Kbd>R</Kbd> {revealed ? "hide" : "reveal"}
          </span>
        </span>
      </div>
      {saved && guide.format === "credentials-file" ? (
        <SavedAdvice fileName={rendered.fileName ?? ""} />
      ) : null}
    </>
  );
}

function SavedAdvice({ fileName }: { readonly fileName: string }) {
  return (
    <p role="status" className="mt-3 text-ink-soft text-sm">
      Let nobody else on the machine read it: <Code>{`chmod 600 ${fileName}`}</Code>. To use it as it is, set{" "}
      <Code>AWS_SHARED_CREDENTIALS_FILE</Code> to its path.
    </p>
  );
}

function TryIt({
  guide,
  profile,
  arn,
}: {
  readonly guide: FormatGuide;
  readonly profile: string;
  readonly arn: string;
}) {
  if (guide.tryIt === undefined) return null;
  const command = guide.tryIt(profile);
  return (
    <section aria-label="Try it" className="mt-5 border-line border-t pt-4">
      <h3 className="font-medium text-sm">Try it</h3>
      {guide.before === undefined ? null : <p className="text-ink-soft text-sm">{guide.before}</p>}
      <div className="mt-1.5 flex items-center gap-2">
        <code className="figures min-w-0 flex-1 break-all rounded-md border border-line bg-sunken px-2.5 py-1 font-mono text-[0.78125rem]">
          {command}
        </code>
        <CopyButton
          text={command}
          label="Copy the command"
          iconOnly
          size="sm"
          tone="quiet"
          className="w-7 px-0!"
        />
      </div>
      <p className="mt-1.5 text-ink-soft text-sm">
        The answer names you as
        <br />
        <Code>{arn}</Code>
      </p>
    </section>
  );
}

/** What was just made is what one came for: the copy button takes the focus when it appears. */
function useFirstFocus(): RefObject<HTMLButtonElement | null> {
  const [button] = useState<RefObject<HTMLButtonElement | null>>(() => ({ current: null }));
  useEffect(() => button.current?.focus({ preventScroll: true }), [button]);
  return button;
}

/** Single letters, anywhere in the view but where one writes. */
function useViewKeys(keys: Readonly<Record<string, () => void>>) {
  useEffect(() => {
    function onKeyDown(event: KeyboardEvent) {
      if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
      if ((event.target as Element).closest?.("input, textarea, select")) return;
      const act = keys[event.key.toLowerCase()];
      if (act === undefined) return;
      event.preventDefault();
      act();
    }
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  });
}

function download({ text, fileName }: RenderedCredentials) {
  const address = URL.createObjectURL(new Blob([text], { type: "application/octet-stream" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = fileName ?? "credentials";
  link.click();
  // The browser has taken its copy of the bytes when the click returns; the address must not outlive it.
  URL.revokeObjectURL(address);
}
