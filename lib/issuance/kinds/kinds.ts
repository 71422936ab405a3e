import type { TargetKind } from "../../entitlements/model";
import { AppError } from "../../errors/app-error";
import type { IssuanceKind } from "./kind";
import { samlKind } from "./saml";
import { webIdentityKind } from "./web-identity";

const KINDS: { readonly [Kind in TargetKind]?: IssuanceKind<Kind> } = {
  saml: samlKind,
  "web-identity": webIdentityKind,
};

/** @throws AppError `issuance.kind_unavailable` */
export function kindOf<Kind extends TargetKind>(kind: Kind): IssuanceKind<Kind> {
  const known: IssuanceKind<Kind> | undefined = KINDS[kind];
  if (known === undefined) throw new AppError("issuance.kind_unavailable", { reason: kind });
  return known;
}
