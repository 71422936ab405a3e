import type { TargetKind } from "../../entitlements/model";
import { assumeRoleKind } from "./assume-role";
import { federationTokenKind } from "./federation-token";
import type { IssuanceKind } from "./kind";
import { samlKind } from "./saml";
import { samlRelayKind } from "./saml-relay";
import { sessionTokenKind } from "./session-token";
import { webIdentityKind } from "./web-identity";

const KINDS: { readonly [Kind in TargetKind]: IssuanceKind<Kind> } = {
  saml: samlKind,
  "saml-relay": samlRelayKind,
  "web-identity": webIdentityKind,
  "assume-role": assumeRoleKind,
  "federation-token": federationTokenKind,
  "session-token": sessionTokenKind,
};

export function kindOf<Kind extends TargetKind>(kind: Kind): IssuanceKind<Kind> {
  return KINDS[kind];
}
