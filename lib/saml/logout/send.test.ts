import { createPrivateKey, verify, X509Certificate } from "node:crypto";
import { inflateRawSync } from "node:zlib";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { ExclusiveCanonicalization } from "xml-crypto";
import { isXmlText } from "../canonical-xml";
import { hostileText } from "../fixtures/hostile-text";
import { logoutToVerify } from "../fixtures/logout";
import { IDP, NOW, SP } from "../fixtures/message";
import { certificateBase64, certificatePem, privateKeyPem } from "../fixtures/test-keys";
import { IDP_SETTINGS, testVerifier } from "../fixtures/verify-fixture";
import { hasXmlsec, xmlsecAccepts } from "../fixtures/xmlsec";
import { HTTP_POST, HTTP_REDIRECT } from "../namespaces";
import { attributeOf, childElements, parseXml, textOf } from "../xml-dom";
import { buildLogoutRequest, buildLogoutResponse } from "./messages";
import { signedLogoutMessage } from "./send";
import { verifyLogout } from "./verify-logout";

const verifier = testVerifier();
afterAll(() => verifier.close());

/** Ours for this test; what we send, a provider with our rules would take. */
const signer = { privateKey: createPrivateKey(privateKeyPem("idp")), certificate: certificateBase64("idp") };
const SLO = "https://idp.example.com/slo?tenant=1";
const NAME_ID = { value: 'Ångström "&<x>"', format: "urn:f", nameQualifier: IDP, spNameQualifier: 'a"&' };
const request = buildLogoutRequest({
  id: "_asked-1",
  issuer: SP,
  destination: SLO,
  now: NOW,
  nameId: NAME_ID,
  sessionIndex: "_session-1",
});
const response = buildLogoutResponse({
  id: "_answer-1",
  issuer: SP,
  destination: SLO,
  now: NOW,
  inResponseTo: "_logout-1",
});
const asProvider = { idp: { ...IDP_SETTINGS, entityId: SP }, logoutUrl: SLO };

function urlOf(element = request, parameter: "SAMLRequest" | "SAMLResponse" = "SAMLRequest", relay?: string) {
  const to = { binding: HTTP_REDIRECT, location: SLO } as const;
  const message = signedLogoutMessage(element, parameter, to, signer, relay);
  if (message.method !== "GET") throw new Error("a redirect");
  return message.url;
}

function formOf(element = request, parameter: "SAMLRequest" | "SAMLResponse" = "SAMLRequest") {
  const to = { binding: HTTP_POST, location: SLO } as const;
  const message = signedLogoutMessage(element, parameter, to, signer, "back");
  if (message.method !== "POST") throw new Error("a form");
  return message;
}
const xmlOf = (base64 = "") => Buffer.from(base64, "base64").toString("utf8");

describe("a logout message of ours", () => {
  test("by redirect is signed over the query as RFC 3986 has it, after the address's own parameters", () => {
    const url = urlOf(response, "SAMLResponse", "a b&c=é");
    expect(url.startsWith(`${SLO}&SAMLResponse=`)).toBe(true);
    const [, signedText = "", signature = ""] = /\?tenant=1&(.*)&Signature=(.*)$/.exec(url) ?? [];
    const value = Buffer.from(decodeURIComponent(signature), "base64");
    const { publicKey } = new X509Certificate(certificatePem("idp"));
    expect(verify("sha256", Buffer.from(signedText), publicKey, value)).toBe(true);
    expect(signedText).toMatch(/^SAMLResponse=[^&]+&RelayState=a%20b%26c%3D%C3%A9&SigAlg=[^&]+$/);
    const message = new URL(url).searchParams.get("SAMLResponse") ?? "";
    expect(inflateRawSync(Buffer.from(message, "base64")).toString()).toBe(response.head + response.tail);
  });

  test("says whom it is about exactly as the provider said it", () => {
    const root = parseXml(request.head + request.tail);
    const [, nameId, index] = childElements(root);
    expect(nameId && textOf(nameId)).toBe(NAME_ID.value);
    expect(
      ["Format", "NameQualifier", "SPNameQualifier"].map((name) => nameId && attributeOf(nameId, name)),
    ).toEqual([NAME_ID.format, IDP, 'a"&']);
    expect(index && textOf(index)).toBe("_session-1");
    expect(attributeOf(root, "NotOnOrAfter")).toBe("2026-03-02T09:05:00.000Z");
  });

  test("is written in canonical form, so that what is signed is what others digest", () => {
    for (const { head, tail } of [request, response]) {
      const canonical = String(new ExclusiveCanonicalization().process(parseXml(head + tail), {}));
      expect(canonical).toBe(head + tail);
    }
  });

  test("is taken by rules as strict as ours, by redirect and by POST", async () => {
    for (const [element, parameter] of [
      [request, "SAMLRequest"],
      [response, "SAMLResponse"],
    ] as const) {
      const query = urlOf(element, parameter).slice(`${SLO}&`.length);
      const { fields } = formOf(element, parameter);
      const ways = [
        { binding: "redirect", query },
        { binding: "post", fields },
      ] as const;
      for (const carried of ways) {
        const facts = await verifyLogout(logoutToVerify(carried, asProvider), verifier);
        expect(facts).toMatchObject(
          parameter === "SAMLRequest"
            ? { kind: "request", nameId: NAME_ID, sessionIndexes: ["_session-1"] }
            : { kind: "response", inResponseTo: "_logout-1", status: "success" },
        );
      }
    }
  });

  test.skipIf(!hasXmlsec)("by POST is taken by xmlsec1 too", () => {
    const posted = [formOf().fields.SAMLRequest, formOf(response, "SAMLResponse").fields.SAMLResponse];
    expect(xmlsecAccepts(posted.map(xmlOf), "idp")).toEqual([true, true]);
  });

  test("I01 carries hostile text as text, or does not carry it", () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const content = { id: "_a", issuer: text, destination: text, now: NOW, inResponseTo: text };
        const build = () => buildLogoutResponse(content);
        if (!isXmlText(text)) {
          expect(build).toThrow("issuance.assertion_invalid");
          return;
        }
        const { head, tail } = build();
        const root = parseXml(head + tail);
        const [issuer, ...rest] = childElements(root);
        expect([attributeOf(root, "InResponseTo"), attributeOf(root, "Destination")]).toEqual([text, text]);
        expect([issuer && textOf(issuer), rest.length]).toEqual([text, 1]);
      }),
      { numRuns: 500 },
    );
  });
});
