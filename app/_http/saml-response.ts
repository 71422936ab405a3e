import { AppError } from "@/lib/errors/app-error";
import { Secret } from "@/lib/secret/secret";
import type { Call } from "./handle";
import { formField, readForm, SAML_FORM_LIMIT } from "./read-body";

/**
 * The message that a browser posts for an identity provider; nothing is read of who had too many refused.
 * @throws AppError `signin.response_refused` when the form has none, `request.*` as `readForm`
 */
export async function readSamlResponse({
  request,
  rolebridge,
  origin,
}: Call): Promise<{ readonly samlResponse: Secret; readonly relayState: string | undefined }> {
  await rolebridge.signIn.listenTo(origin);
  const form = await readForm(request, SAML_FORM_LIMIT);
  const samlResponse = formField(form, "SAMLResponse");
  if (samlResponse === undefined || samlResponse === "") {
    throw new AppError("signin.response_refused", { reason: "saml_response_missing" });
  }
  return { samlResponse: new Secret(samlResponse), relayState: formField(form, "RelayState") };
}
