import { expect, test } from "vitest";
import { ACS, SP } from "./fixtures/message";
import { certificateBase64 } from "./fixtures/test-keys";
import { DS, HTTP_POST, HTTP_REDIRECT, MD, SAMLP } from "./namespaces";
import { serviceProviderMetadata } from "./service-provider-metadata";
import { attributeOf, childElements, parseXml } from "./xml-dom";

const LOGOUT = "https://rolebridge.example.com/saml/acme/logout";
const certificates = [certificateBase64("idp"), certificateBase64("other-idp")];

test("our metadata names us, the keys of our logout messages, and the addresses that take messages", () => {
  const root = parseXml(
    serviceProviderMetadata({ entityId: SP, acsUrl: ACS, logoutUrl: LOGOUT, certificates }),
  );
  expect([root.namespaceURI, root.localName, attributeOf(root, "entityID")]).toEqual([
    MD,
    "EntityDescriptor",
    SP,
  ]);
  const [descriptor] = childElements(root);
  if (!descriptor) throw new Error("no descriptor");
  expect(attributeOf(descriptor, "protocolSupportEnumeration")).toBe(SAMLP);
  expect(attributeOf(descriptor, "AuthnRequestsSigned")).toBe("false");
  expect(
    childElements(descriptor).map((child) => [
      child.localName,
      attributeOf(child, "Binding"),
      attributeOf(child, "Location"),
    ]),
  ).toEqual([
    ["KeyDescriptor", undefined, undefined],
    ["KeyDescriptor", undefined, undefined],
    ["SingleLogoutService", HTTP_REDIRECT, LOGOUT],
    ["SingleLogoutService", HTTP_POST, LOGOUT],
    ["AssertionConsumerService", HTTP_POST, ACS],
  ]);
  const published = Array.from(root.getElementsByTagNameNS(DS, "X509Certificate"));
  expect(published.map(({ textContent }) => textContent)).toEqual(certificates);
});

test("an address cannot become markup in our metadata", () => {
  const hostile = 'https://x.example/"><evil/>&amp;';
  const root = parseXml(
    serviceProviderMetadata({ entityId: hostile, acsUrl: hostile, logoutUrl: hostile, certificates: [] }),
  );
  expect(attributeOf(root, "entityID")).toBe(hostile);
  expect(childElements(root)).toHaveLength(1);
});
