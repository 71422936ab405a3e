import { visit } from "@/app/_http/handle";
import { counted } from "@/app/_http/metrics";
import { redirectTo } from "@/app/_http/redirect";
import { readSamlResponse } from "@/app/_http/saml-response";

/**
 * Assertion consumer. The post comes from another site, so the browser sends no cookie of ours: the verified login
 * waits under a one-time id for the same-site page that can see the cookie of the browser that asked.
 */
export const POST = visit<{ connection: string }>(async (call) => {
  const message = await readSamlResponse(call);
  const work = call.rolebridge.signIn.acceptSamlResponse({
    slug: call.params.connection,
    ...message,
    origin: call.origin,
  });
  const { handle } = await counted("rolebridge_sign_ins_total", { protocol: "saml" }, work);
  return redirectTo(`/signin/complete?${new URLSearchParams({ id: handle.reveal() })}`);
});
