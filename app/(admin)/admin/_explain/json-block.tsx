import { CodeBlock } from "@/app/_ui/code-block";
import { CopyButton } from "@/app/_ui/copy-button.client";
import { visibleJson } from "@/app/_ui/hidden-characters";

/** A document as JSON with its name and a way to copy it. */
export function JsonBlock({ title, value }: { readonly title: string; readonly value: unknown }) {
  const text = visibleJson(value);
  return (
    <div className="min-w-0">
      <div className="mb-1.5 flex items-center justify-between gap-3">
        {/* No heading: it stands under pages' own headings and in forms that have none. */}
        <p className="font-medium text-sm">{title}</p>
        <CopyButton
          text={text}
          label={`Copy: ${title}`}
          iconOnly
          size="sm"
          tone="quiet"
          className="w-7 px-0!"
        />
      </div>
      <CodeBlock label={title} className="max-h-[32rem]">
        {text}
      </CodeBlock>
    </div>
  );
}
