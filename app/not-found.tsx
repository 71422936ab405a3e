import type { Metadata } from "next";
import { CenteredPage } from "./_ui/centered-page";
import { LinkButton } from "./_ui/link-button";

export const metadata: Metadata = { title: "Not found" };

export default function NotFound() {
  return (
    <CenteredPage title="There is nothing here" lead="The address may be mistyped, or what was here is gone.">
      <div>
        <LinkButton href="/">My roles</LinkButton>
      </div>
    </CenteredPage>
  );
}
