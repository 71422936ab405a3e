import { DOMParser } from "@xmldom/xmldom";
import { describe, expect, test } from "vitest";
import { IAM_METADATA_MIN, identityProviderMetadata } from "./identity-provider";

const certificate = "M".repeat(1100);
const metadata = identityProviderMetadata({
  entityId: "https://rolebridge.example.com/aws/saml/metadata",
  singleSignOnUrl: "https://rolebridge.example.com/signin",
  certificates: [certificate, "N".repeat(1100)],
});
const MD = "urn:oasis:names:tc:SAML:2.0:metadata";

describe("identity provider metadata", () => {
  const document = new DOMParser().parseFromString(metadata, "text/xml");

  test("is within what IAM takes: 1,000 to 10,000,000 characters, no byte order mark", () => {
    expect(metadata.length).toBeGreaterThan(IAM_METADATA_MIN);
    expect(metadata.startsWith("<?xml")).toBe(true);
  });

  test("names our entityID, one sign-on address and every certificate in order", () => {
    expect(document.documentElement?.getAttribute("entityID")).toBe(
      "https://rolebridge.example.com/aws/saml/metadata",
    );
    const idp = document.getElementsByTagNameNS(MD, "IDPSSODescriptor")[0];
    expect(idp?.getAttribute("protocolSupportEnumeration")).toBe("urn:oasis:names:tc:SAML:2.0:protocol");
    const services = idp?.getElementsByTagNameNS(MD, "SingleSignOnService");
    expect(services?.length).toBe(1);
    expect(services?.[0]?.getAttribute("Location")).toBe("https://rolebridge.example.com/signin");
    const certificates = Array.from(
      document.getElementsByTagNameNS("http://www.w3.org/2000/09/xmldsig#", "X509Certificate"),
    );
    expect(certificates.map((element) => element.textContent)).toEqual([certificate, "N".repeat(1100)]);
  });

  test("keeps a hostile address inside its attribute", () => {
    const hostile = 'https://x/?a="><md:KeyDescriptor>&b=1';
    const xml = identityProviderMetadata({
      entityId: hostile,
      singleSignOnUrl: hostile,
      certificates: [certificate],
    });
    const parsed = new DOMParser().parseFromString(xml, "text/xml");
    expect(parsed.documentElement?.getAttribute("entityID")).toBe(hostile);
    expect(parsed.getElementsByTagNameNS(MD, "KeyDescriptor").length).toBe(1);
  });
});
