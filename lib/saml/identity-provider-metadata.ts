import { AppError } from "../errors/app-error";
import type { SamlBinding, SamlIdpSettings } from "./idp-settings";
import { DS, HTTP_POST, HTTP_REDIRECT, MD, SAMLP } from "./namespaces";
import { parseSamlTime } from "./saml-time";
import { type ScanLimits, ScanRefusal, scanXml } from "./scan";
import { faultOfSsoAddress } from "./sso-address";
import { judgeCertificate } from "./trusted-keys";
import { attributeOf, childElements, childrenNamed, isNamed, parseXml, textOf } from "./xml-dom";

/** Entra's and AD FS's metadata, the longest of single providers, have about 100 KiB. */
const MAX_METADATA_CHARACTERS = 1024 * 1024;
const METADATA_LIMITS: ScanLimits = {
  elements: 20_000,
  attributesOfOneElement: 64,
  attributes: 60_000,
  depth: 32,
  comments: 1_000,
};
/** Checking tries one after the other; nobody rolls over more keys at once. */
const MAX_CERTIFICATES = 8;

export interface MetadataRules {
  readonly now: Date;
  /** Lets `http:` addresses on loopback pass: for a sandbox or a test IdP on the same machine. */
  readonly insecureHttpOnLoopback: boolean;
}

/**
 * Reads pasted or fetched SAML metadata of an identity provider (saml-metadata 2.4.3).
 * A signature on the metadata is not checked: what is pasted is trusted because an administrator pasted it.
 *
 * @throws AppError `admin.metadata_invalid`, whose detail says in one sentence what is wrong
 */
export function readIdentityProviderMetadata(xml: string, rules: MetadataRules): SamlIdpSettings {
  const text = xml.replace(/^\uFEFF/, "").trim();
  if (text === "") throw invalid("It is empty.");
  if (text.length > MAX_METADATA_CHARACTERS) {
    throw invalid(
      `It has ${text.length} characters; metadata of one provider has at most ${MAX_METADATA_CHARACTERS}.`,
    );
  }
  const entity = theEntity(parseScanned(text), rules.now);
  const entityId = attributeOf(entity, "entityID");
  if (!entityId || entityId.length > 1024 || entityId !== entityId.trim()) {
    throw invalid("Its EntityDescriptor has no usable entityID.");
  }
  const descriptor = theIdpDescriptor(entity);
  requireStillValid(descriptor, rules.now);
  const logout = singleLogoutService(descriptor, rules);
  return {
    entityId,
    singleSignOnService: singleSignOnService(descriptor, rules),
    ...(logout && { singleLogoutService: logout }),
    signingCertificates: signingCertificates(descriptor, rules.now),
    wantAuthnRequestsSigned: ["true", "1"].includes(attributeOf(descriptor, "WantAuthnRequestsSigned") ?? ""),
  };
}

function parseScanned(text: string): Element {
  try {
    scanXml(text, METADATA_LIMITS);
  } catch (error) {
    if (error instanceof ScanRefusal) throw invalid(`${sentence(error.message)}.`, error);
    throw error;
  }
  try {
    return parseXml(text);
  } catch (cause) {
    throw invalid("It is not well-formed XML.", cause);
  }
}

/** The one EntityDescriptor with an IdP; an aggregate of several is somebody's decision, not ours. */
function theEntity(root: Element, now: Date): Element {
  requireStillValid(root, now);
  if (isNamed(root, MD, "EntityDescriptor")) return root;
  if (!isNamed(root, MD, "EntitiesDescriptor")) {
    throw invalid(`Its root is ${root.nodeName}, not the EntityDescriptor of SAML 2.0 metadata.`);
  }
  const providers = entitiesBelow(root, now).filter((entity) => idpDescriptors(entity).length > 0);
  const [provider] = providers;
  if (!provider) throw invalid("It describes no identity provider (there is no IDPSSODescriptor).");
  if (providers.length > 1) {
    const names = providers.map((entity) => attributeOf(entity, "entityID") ?? "?");
    const shown = names.slice(0, 3).join(", ");
    throw invalid(
      `It describes ${providers.length} identity providers (${shown}${names.length > 3 ? ", …" : ""}); paste the EntityDescriptor of one.`,
    );
  }
  requireStillValid(provider, now);
  return provider;
}

function entitiesBelow(group: Element, now: Date): Element[] {
  return childElements(group).flatMap((child) => {
    if (isNamed(child, MD, "EntityDescriptor")) return [child];
    if (!isNamed(child, MD, "EntitiesDescriptor")) return [];
    requireStillValid(child, now);
    return entitiesBelow(child, now);
  });
}

function idpDescriptors(entity: Element): Element[] {
  return childrenNamed(entity, MD, "IDPSSODescriptor").filter((descriptor) =>
    (attributeOf(descriptor, "protocolSupportEnumeration") ?? "").split(/\s+/).includes(SAMLP),
  );
}

function theIdpDescriptor(entity: Element): Element {
  const [descriptor, another] = idpDescriptors(entity);
  if (!descriptor) {
    const what =
      childrenNamed(entity, MD, "SPSSODescriptor").length > 0 ? "a service provider" : "something else";
    throw invalid(`It describes ${what}, not a SAML 2.0 identity provider (there is no IDPSSODescriptor).`);
  }
  if (another) throw invalid("It has more than one IDPSSODescriptor for SAML 2.0.");
  return descriptor;
}

function requireStillValid(element: Element, now: Date): void {
  const validUntil = attributeOf(element, "validUntil");
  if (validUntil === undefined) return;
  const end = parseSamlTime(validUntil);
  if (!end) throw invalid(`Its validUntil "${validUntil.slice(0, 64)}" is not a time in UTC.`);
  if (end <= now) throw invalid(`It was valid until ${end.toISOString()}; download it again.`);
}

/** The first endpoint of this name with a binding that a browser carries; redirects are preferred. */
function browserEndpoint(
  descriptor: Element,
  name: string,
): { readonly element: Element; readonly binding: SamlBinding } | undefined {
  const services = childrenNamed(descriptor, MD, name);
  const preferred: readonly SamlBinding[] = [HTTP_REDIRECT, HTTP_POST];
  for (const binding of preferred) {
    const element = services.find((candidate) => attributeOf(candidate, "Binding") === binding);
    if (element) return { element, binding };
  }
  return undefined;
}

function singleSignOnService(
  descriptor: Element,
  rules: MetadataRules,
): SamlIdpSettings["singleSignOnService"] {
  const found = browserEndpoint(descriptor, "SingleSignOnService");
  if (!found) throw invalid("It offers no SingleSignOnService with the HTTP-Redirect or HTTP-POST binding.");
  return {
    binding: found.binding,
    location: address(found.element, "Location", "SingleSignOnService address", rules),
  };
}

/** Optional: many providers offer none, and some only by SOAP, which no browser carries. */
function singleLogoutService(
  descriptor: Element,
  rules: MetadataRules,
): SamlIdpSettings["singleLogoutService"] {
  const found = browserEndpoint(descriptor, "SingleLogoutService");
  if (!found) return undefined;
  const { element, binding } = found;
  const location = address(element, "Location", "SingleLogoutService address", rules);
  if (attributeOf(element, "ResponseLocation") === undefined) return { binding, location };
  const responseLocation = address(element, "ResponseLocation", "SingleLogoutService answer address", rules);
  return { binding, location, responseLocation };
}

function address(element: Element, attribute: string, what: string, rules: MetadataRules): string {
  const location = attributeOf(element, attribute) ?? "";
  const fault = faultOfSsoAddress(location, rules.insecureHttpOnLoopback);
  if (fault) throw invalid(`Its ${what} ${fault}.`);
  return location;
}

function signingCertificates(descriptor: Element, now: Date): readonly string[] {
  const found = childrenNamed(descriptor, MD, "KeyDescriptor")
    // Without `use` a key serves both purposes (saml-metadata 2.4.1.1).
    .filter((key) => (attributeOf(key, "use") ?? "signing") === "signing")
    .flatMap((key) => Array.from(key.getElementsByTagNameNS(DS, "X509Certificate")))
    .map((element) => textOf(element).replace(/\s+/g, ""));
  const certificates = [...new Set(found)];
  if (certificates.length === 0) throw invalid("It has no signing certificate.");
  if (certificates.length > MAX_CERTIFICATES) {
    throw invalid(
      `It has ${certificates.length} signing certificates; at most ${MAX_CERTIFICATES} are accepted.`,
    );
  }
  const judged = certificates.map((certificate) => ({
    certificate,
    verdict: judgeCertificate(certificate, now),
  }));
  // An expired one beside a good one is an ordinary rollover; a weak or broken one is never ordinary.
  const fault = judged.find(({ verdict }) => "fault" in verdict && verdict.fault !== "certificate_expired");
  const good = judged.filter(({ verdict }) => "publicKey" in verdict);
  const refused = fault ?? (good.length === 0 ? judged[0] : undefined);
  if (refused && "fault" in refused.verdict) {
    throw invalid(`Its signing certificate cannot be used: ${refused.verdict.explanation}.`);
  }
  return good.map(({ certificate }) => certificate);
}

function sentence(message: string): string {
  return `${message.charAt(0).toUpperCase()}${message.slice(1).split("\n")[0]}`;
}

function invalid(detail: string, cause?: unknown): AppError {
  return new AppError("admin.metadata_invalid", { detail, ...(cause !== undefined && { cause }) });
}
