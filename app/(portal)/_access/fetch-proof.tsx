import { Callout } from "@/app/_ui/callout";
import { LeavingLinkButton } from "@/app/_ui/link-button";

/** Said before the browser leaves: a sign-in page that opens by itself would look like a mistake. */
export function FetchProof({ from }: { readonly from: string }) {
  return (
    <Callout title="Your company's sign-in page opens once">
      <p>
        This role trusts your company's identity provider itself. Its proof for AWS is fetched there and is
        good for five minutes; then you come back to this role.
      </p>
      <p className="mt-3">
        <LeavingLinkButton tone="primary" href={from}>
          Continue to the company sign-in
        </LeavingLinkButton>
      </p>
    </Callout>
  );
}
