import { VisibleText } from "@/app/_ui/visible-text";
import type { Principal } from "@/lib/entitlements/model";

/** "Group engineering", "User ada@example.com", "department = Logistics". */
export function PrincipalName({ principal }: { readonly principal: Principal }) {
  if ("group" in principal) return <Labelled label="Group" value={principal.group} />;
  if ("user" in principal) return <Labelled label="User" value={principal.user} />;
  return (
    <span>
      <span className="text-ink-faint">Attribute </span>
      <VisibleText text={principal.attribute} />
      <span className="text-ink-faint"> is </span>
      <VisibleText text={principal.equals} />
    </span>
  );
}

function Labelled({ label, value }: { readonly label: string; readonly value: string }) {
  return (
    <span>
      <span className="font-normal text-ink-faint">{label} </span>
      <VisibleText text={value} />
    </span>
  );
}
