import { PARTITIONS } from "../../aws/partitions";
import { AppError } from "../../errors/app-error";
import { createAuthnRequest, newRequestId } from "../../saml/authn-request";
import { requireAdministrator } from "../authorize";
import type { FlowContext } from "../flow-context";
import { limitedAddress, takeLimits } from "../rate-limits";
import { expectedOf } from "../step-up/answer";
import type { SignInUseCases } from "../use-cases";
import { findSaml, relayUrlOf, serviceProviderOf } from "./find-connection";
import { hashOf } from "./one-time-handle";
import { safeReturnTo } from "./safe-return-to";

type Context = Pick<
  FlowContext,
  "clock" | "random" | "settings" | "connections" | "signIn" | "audit" | "rateLimits"
>;

/**
 * The return address stays with us: RelayState can be read and changed by everybody it passes, and holds
 * 80 bytes.
 */
export function startSaml(context: Context): SignInUseCases["startSaml"] {
  const { clock, random, settings, signIn } = context;
  return async ({ slug, returnTo, purpose, relay, stepUp, browserBinding, actor, origin }) => {
    await takeLimits(context, [["sign-in", limitedAddress(origin)]]);
    const connection = await findSaml(context, slug);
    if (purpose === "test") {
      if (!actor) throw new AppError("access.signed_out");
      await requireAdministrator(context, actor, "connections.test");
    } else if (!connection.enabled) {
      throw new AppError("signin.connection_unknown");
    }
    const id = newRequestId((size) => random.bytes(size));
    const now = clock.now();
    const expected = expectedOf(slug, stepUp, actor?.kind === "person" ? actor : undefined);
    await signIn.createRequest({
      id,
      connectionId: connection.id,
      purpose,
      browserBindingHash: hashOf(browserBinding),
      returnTo: safeReturnTo(settings.origin, returnTo),
      createdAt: now,
      expiresAt: new Date(now.getTime() + settings.signInSeconds * 1_000),
      ...(expected === undefined ? {} : { stepUp: expected }),
    });
    // Providers find the app by the Issuer of the request: AWS's name leads to the app for AWS.
    const sp =
      relay === undefined
        ? serviceProviderOf(settings.origin, slug)
        : { entityId: PARTITIONS[relay].samlAudience, acsUrl: relayUrlOf(settings.origin, slug) };
    return createAuthnRequest({
      id,
      idp: connection.samlIdp,
      sp,
      now,
      forceAuthn: stepUp !== undefined,
      authnContexts: stepUp === "mfa" ? connection.mfa.request : [],
    });
  };
}
