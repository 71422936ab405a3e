import { AccountMarker } from "@/app/_ui/account-marker";
import { AccountNumber } from "@/app/_ui/account-number";

/** Which account this is about, under the role's name. */
export function AccountLine({
  account,
}: {
  readonly account: { readonly accountId: string; readonly name: string; readonly color?: string };
}) {
  return (
    <span className="flex flex-wrap items-center gap-x-2">
      <AccountMarker accountId={account.accountId} color={account.color} />
      <span className="text-ink">{account.name}</span>
      <AccountNumber id={account.accountId} />
    </span>
  );
}
