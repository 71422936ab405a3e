import { visit } from "@/app/_http/handle";
import { counted } from "@/app/_http/metrics";
import { formField, readForm, SAML_FORM_LIMIT } from "@/app/_http/read-body";
import { redirectTo } from "@/app/_http/redirect";
import { AppError } from "@/lib/errors/app-error";
import { Secret } from "@/lib/secret/secret";

/**
 * Assertion consumer. The post comes from another site, so the browser sends no cookie of ours: the verified login
 * waits under a one-time id for the same-site page that can see the cookie of the browser that asked.
 */
export const POST = visit<{ connection: string }>(async (call) => {
  const form = await readForm(call.request, SAML_FORM_LIMIT);
  const samlResponse = formField(form, "SAMLResponse");
  if (samlResponse === undefined || samlResponse === "") {
    throw new AppError("signin.response_refused", { reason: "saml_response_missing" });
  }
  const work = call.rolebridge.signIn.acceptSamlResponse({
    slug: call.params.connection,
    samlResponse: new Secret(samlResponse),
    relayState: formField(form, "RelayState"),
    origin: call.origin,
  });
  const { handle } = await counted("rolebridge_sign_ins_total", { protocol: "saml" }, work);
  return redirectTo(`/signin/complete?${new URLSearchParams({ id: handle.reveal() })}`);
});
