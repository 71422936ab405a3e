import { visit } from "@/app/_http/handle";
import { counted } from "@/app/_http/metrics";
import { redirectTo } from "@/app/_http/redirect";
import { readSamlResponse } from "@/app/_http/saml-response";

/**
 * Where the identity provider's app for AWS delivers. The post comes from another site without our cookies, so it
 * waits under a one-time id for the same-site page, like a login at the assertion consumer.
 */
export const POST = visit<{ connection: string }>(async (call) => {
  const { samlResponse } = await readSamlResponse(call);
  const work = call.rolebridge.signIn.acceptRelayedResponse({
    slug: call.params.connection,
    samlResponse,
    origin: call.origin,
  });
  const { handle } = await counted("rolebridge_sign_ins_total", { protocol: "saml" }, work);
  return redirectTo(`/signin/complete?${new URLSearchParams({ id: handle.reveal() })}`);
});
