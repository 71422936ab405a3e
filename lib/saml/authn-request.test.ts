import { randomBytes } from "node:crypto";
import { inflateRawSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { createAuthnRequest, newRequestId } from "./authn-request";
import { ACS, NOW, SP } from "./fixtures/message";
import { IDP_SETTINGS } from "./fixtures/verify-fixture";
import { HTTP_POST, SAML, SAMLP } from "./namespaces";
import { attributeOf, childElements, parseXml, textOf } from "./xml-dom";

const INPUT = { id: "_request-1", idp: IDP_SETTINGS, sp: { entityId: SP, acsUrl: ACS }, now: NOW };
const POST_IDP = {
  ...IDP_SETTINGS,
  singleSignOnService: { binding: HTTP_POST, location: "https://idp.example.com/sso?app=1&x=2" },
} as const;

/** The request as the IdP's server would find it behind the address. */
function requestIn(url: string): Element {
  const parameter = new URL(url).searchParams.get("SAMLRequest") ?? "";
  return parseXml(inflateRawSync(Buffer.from(parameter, "base64")).toString("utf8"));
}

describe("an AuthnRequest by redirect", () => {
  test("says who asks, where the answer goes, and how", () => {
    const message = createAuthnRequest(INPUT);
    const request = requestIn(message.url);
    expect([request.namespaceURI, request.localName]).toEqual([SAMLP, "AuthnRequest"]);
    expect(Object.fromEntries(Array.from(request.attributes, ({ name, value }) => [name, value]))).toEqual({
      "xmlns:samlp": SAMLP,
      "xmlns:saml": SAML,
      ID: "_request-1",
      Version: "2.0",
      IssueInstant: "2026-03-02T09:00:00.000Z",
      Destination: "https://idp.example.com/sso",
      AssertionConsumerServiceURL: ACS,
      ProtocolBinding: HTTP_POST,
    });
    const [issuer, policy, ...more] = childElements(request);
    expect(issuer && textOf(issuer)).toBe(SP);
    expect(policy && attributeOf(policy, "AllowCreate")).toBe("true");
    expect(more).toEqual([]);
  });

  test("asks for a new authentication only when told to", () => {
    expect(attributeOf(requestIn(createAuthnRequest(INPUT).url), "ForceAuthn")).toBeUndefined();
    const forced = createAuthnRequest({ ...INPUT, forceAuthn: true });
    expect(attributeOf(requestIn(forced.url), "ForceAuthn")).toBe("true");
  });

  test("asks for authentication contexts only when told to, where the schema has them", () => {
    const authnContexts = ["https://refeds.org/profile/mfa", "urn:x:<&>"];
    const [, , requested, ...more] = childElements(
      requestIn(createAuthnRequest({ ...INPUT, authnContexts }).url),
    );
    expect([requested?.namespaceURI, requested?.localName]).toEqual([SAMLP, "RequestedAuthnContext"]);
    expect(requested && attributeOf(requested, "Comparison")).toBe("exact");
    expect(requested && childElements(requested).map(textOf)).toEqual(authnContexts);
    expect(more).toEqual([]);
  });

  test("keeps the query the provider's address already has", () => {
    const location = "https://idp.example.com/sso?idpid=C0%20a&x=%2B";
    const idp = { ...IDP_SETTINGS, singleSignOnService: { ...IDP_SETTINGS.singleSignOnService, location } };
    const { url } = createAuthnRequest({ ...INPUT, idp });
    expect(url.startsWith(`${location}&SAMLRequest=`)).toBe(true);
    expect(attributeOf(requestIn(url), "Destination")).toBe(location);
  });

  test("carries RelayState beside the request, of 80 bytes at most", () => {
    const { url } = createAuthnRequest({ ...INPUT, relayState: "a b&c=d" });
    expect(new URL(url).searchParams.get("RelayState")).toBe("a b&c=d");
    expect(() => createAuthnRequest({ ...INPUT, relayState: "\u00FC".repeat(41) })).toThrow(RangeError);
  });
});

test("an AuthnRequest by POST is a form of plain base64", () => {
  const message = createAuthnRequest({ ...INPUT, idp: POST_IDP, relayState: "state" });
  if (message.method !== "POST") throw new Error("not a form");
  expect(message.url).toBe(POST_IDP.singleSignOnService.location);
  expect(message.fields.RelayState).toBe("state");
  const request = parseXml(Buffer.from(message.fields.SAMLRequest, "base64").toString("utf8"));
  expect(attributeOf(request, "Destination")).toBe(POST_IDP.singleSignOnService.location);
});

test("nothing an administrator enters can become markup in a request", () => {
  const hostile = 'https://x.example/"><saml:Issuer>&evil;</saml:Issuer>\n<!--';
  const { url } = createAuthnRequest({ ...INPUT, sp: { entityId: hostile, acsUrl: hostile } });
  const request = requestIn(url);
  expect(attributeOf(request, "AssertionConsumerServiceURL")).toBe(hostile);
  expect(childElements(request).map(textOf)).toEqual([hostile, ""]);
});

test("request ids are names of 160 random bits", () => {
  const ids = Array.from({ length: 100 }, () => newRequestId(randomBytes));
  expect(new Set(ids).size).toBe(100);
  for (const id of ids) expect(id).toMatch(/^_[0-9a-f]{40}$/);
});
