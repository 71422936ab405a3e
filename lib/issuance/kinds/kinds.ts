import type { TargetKind } from "../../entitlements/model";
import type { IssuanceKind } from "./kind";
import { samlKind } from "./saml";

const KINDS: Readonly<Record<TargetKind, IssuanceKind>> = {
  saml: samlKind,
};

export function kindOf(kind: TargetKind): IssuanceKind {
  return KINDS[kind];
}
