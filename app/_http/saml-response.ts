import { AppError } from "@/lib/errors/app-error";
import { Secret } from "@/lib/secret/secret";
import { formField, readForm, SAML_FORM_LIMIT } from "./read-body";

/** @throws AppError `signin.response_refused` when the form has none, `request.*` as `readForm` */
export async function readSamlResponse(
  request: Request,
): Promise<{ readonly samlResponse: Secret; readonly relayState: string | undefined }> {
  const form = await readForm(request, SAML_FORM_LIMIT);
  const samlResponse = formField(form, "SAMLResponse");
  if (samlResponse === undefined || samlResponse === "") {
    throw new AppError("signin.response_refused", { reason: "saml_response_missing" });
  }
  return { samlResponse: new Secret(samlResponse), relayState: formField(form, "RelayState") };
}
