import { expect, test } from "vitest";
import { ACS, SP } from "./fixtures/message";
import { HTTP_POST, MD, SAMLP } from "./namespaces";
import { serviceProviderMetadata } from "./service-provider-metadata";
import { attributeOf, childElements, parseXml } from "./xml-dom";

test("our metadata names us and the one address that takes answers", () => {
  const root = parseXml(serviceProviderMetadata({ entityId: SP, acsUrl: ACS }));
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
  ).toEqual([["AssertionConsumerService", HTTP_POST, ACS]]);
});

test("an address cannot become markup in our metadata", () => {
  const hostile = 'https://x.example/"><evil/>&amp;';
  const root = parseXml(serviceProviderMetadata({ entityId: hostile, acsUrl: hostile }));
  expect(attributeOf(root, "entityID")).toBe(hostile);
  expect(childElements(root)).toHaveLength(1);
});
