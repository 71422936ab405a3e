import { sign } from "node:crypto";
import { deflateRawSync } from "node:zlib";
import type { UnsignedElement } from "../build-assertion";
import type { SamlBinding } from "../idp-settings";
import { HTTP_POST } from "../namespaces";
import { type ElementSigner, signElement } from "../sign-element";
import { RSA_SHA256 } from "./signature-algorithms";

export type LogoutParameter = "SAMLRequest" | "SAMLResponse";

/** How the browser carries a signed logout message. Nobody can use it for anything else. */
export type LogoutMessage =
  | { readonly method: "GET"; readonly url: string }
  | {
      readonly method: "POST";
      readonly url: string;
      readonly fields: Readonly<Partial<Record<LogoutParameter | "RelayState", string>>>;
    };

/**
 * Signs a logout message for the binding that the identity provider's metadata asks for: over the query
 * (saml-bindings 3.4.4.1), or in the message (3.5.5.2).
 * @param relayState as it came with the request that this answers
 */
export function signedLogoutMessage(
  element: UnsignedElement,
  parameter: LogoutParameter,
  to: { readonly binding: SamlBinding; readonly location: string },
  signer: ElementSigner,
  relayState?: string,
): LogoutMessage {
  if (to.binding === HTTP_POST) {
    const message = Buffer.from(signElement(element, signer), "utf8").toString("base64");
    const fields = { [parameter]: message, ...(relayState !== undefined && { RelayState: relayState }) };
    return { method: "POST", url: to.location, fields };
  }
  const message = deflateRawSync(Buffer.from(element.head + element.tail, "utf8")).toString("base64");
  const parts = [`${parameter}=${encodeURIComponent(message)}`];
  if (relayState !== undefined) parts.push(`RelayState=${encodeURIComponent(relayState)}`);
  parts.push(`SigAlg=${encodeURIComponent(RSA_SHA256)}`);
  const signature = sign("sha256", Buffer.from(parts.join("&"), "ascii"), signer.privateKey).toString(
    "base64",
  );
  parts.push(`Signature=${encodeURIComponent(signature)}`);
  return { method: "GET", url: `${to.location}${to.location.includes("?") ? "&" : "?"}${parts.join("&")}` };
}
