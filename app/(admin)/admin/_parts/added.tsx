import type { ReactNode } from "react";
import { Callout } from "@/app/_ui/callout";

/** Said on the page of something new: that it is there, and the next step. */
export function Added({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <Callout tone="success" title={title} live className="mb-6">
      {children}
    </Callout>
  );
}
