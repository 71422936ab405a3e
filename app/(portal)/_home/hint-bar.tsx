import type { ReactNode } from "react";
import { Kbd } from "@/app/_ui/kbd";

/** What the keys do; only where there is likely a keyboard. */
export function HintBar() {
  return (
    <footer className="fixed inset-x-0 bottom-0 z-10 border-line border-t bg-canvas max-md:hidden pointer-coarse:hidden">
      <div className="mx-auto flex h-9 max-w-[72rem] items-center gap-6 px-6 text-ink-faint text-xs">
        <Hint keys={["↑", "↓"]}>move</Hint>
        <Hint keys={["↵"]}>open console</Hint>
        <Hint keys={["⇧", "↵"]}>get credentials</Hint>
        <span className="ml-auto">Type anywhere to search</span>
      </div>
    </footer>
  );
}

function Hint({ keys, children }: { readonly keys: readonly string[]; readonly children: ReactNode }) {
  return (
    <span className="flex items-center gap-1.5">
      <span className="flex gap-0.5">
        {keys.map((key) => (
          <Kbd key={key}>{key}</Kbd>
        ))}
      </span>
      {children}
    </span>
  );
}
