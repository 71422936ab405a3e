import type { Metadata } from "next";
import { EmptyState } from "@/app/_ui/empty-state";
import { LinkButton } from "@/app/_ui/link-button";

export const metadata: Metadata = { title: "Not found" };

/** Inside the administration's frame: a thing that is gone or never was. */
export default function NothingHere() {
  return (
    <>
      <h1 className="visually-hidden">Not found</h1>
      <EmptyState
        title="There is nothing here"
        action={<LinkButton href="/admin">To the administration</LinkButton>}
      >
        What you look for may have been deleted, or the address is mistyped.
      </EmptyState>
    </>
  );
}
