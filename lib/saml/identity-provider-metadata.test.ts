import { describe, expect, test } from "vitest";
import type { AppError } from "../errors/app-error";
import { NOW } from "./fixtures/message";
import { certificateBase64, type KeyName } from "./fixtures/test-keys";
import { readIdentityProviderMetadata } from "./identity-provider-metadata";
import { HTTP_POST, HTTP_REDIRECT } from "./namespaces";

const RULES = { now: NOW, insecureHttpOnLoopback: false };
const MD = 'xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" xmlns:ds="http://www.w3.org/2000/09/xmldsig#"';
const ENTITY = "https://idp.example.com/metadata";

const key = (certificate: string, use = ' use="signing"'): string =>
  `<md:KeyDescriptor${use}><ds:KeyInfo><ds:X509Data><ds:X509Certificate>${certificate}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>`;
const sso = (location = "https://idp.example.com/sso", binding: string = HTTP_REDIRECT): string =>
  `<md:SingleSignOnService Binding="${binding}" Location="${location}"/>`;
const slo = (attributes: string, binding: string = HTTP_REDIRECT): string =>
  `<md:SingleLogoutService Binding="${binding}" ${attributes}/>`;
const entity = (content: string, attributes = ""): string =>
  `<md:EntityDescriptor ${MD} entityID="${ENTITY}"${attributes}>${content}</md:EntityDescriptor>`;
const idp = (content: string, attributes = ""): string =>
  `<md:IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol"${attributes}>${content}</md:IDPSSODescriptor>`;
const GOOD_KEY = key(certificateBase64("idp"));
const GOOD = entity(idp(GOOD_KEY + sso()));
const withKey = (name: KeyName): string => entity(idp(key(certificateBase64(name)) + sso()));

/** The sentence the administrator gets. */
function detailOf(xml: string, rules = RULES): string | undefined {
  try {
    readIdentityProviderMetadata(xml, rules);
    return "accepted";
  } catch (error) {
    expect((error as AppError).code).toBe("admin.metadata_invalid");
    return (error as AppError).detail;
  }
}

describe("reads", () => {
  test("entityID, sign-on address, certificates and whether requests should be signed", () => {
    const xml = entity(idp(GOOD_KEY + sso(), ' WantAuthnRequestsSigned="true"'));
    expect(readIdentityProviderMetadata(xml, RULES)).toEqual({
      entityId: ENTITY,
      singleSignOnService: { binding: HTTP_REDIRECT, location: "https://idp.example.com/sso" },
      signingCertificates: [certificateBase64("idp")],
      wantAuthnRequestsSigned: true,
    });
  });

  test("redirect where there is a choice, POST where the provider wants that", () => {
    const [post, redirect] = [sso("https://idp.example.com/post", HTTP_POST), sso()];
    const bindingOf = (services: string) =>
      readIdentityProviderMetadata(entity(idp(GOOD_KEY + services)), RULES).singleSignOnService;
    expect(bindingOf(post + redirect)).toEqual({
      binding: HTTP_REDIRECT,
      location: "https://idp.example.com/sso",
    });
    expect(bindingOf(post)).toEqual({ binding: HTTP_POST, location: "https://idp.example.com/post" });
  });

  test("the logout address that a browser can be sent to, and where answers go", () => {
    const logoutOf = (services: string) =>
      readIdentityProviderMetadata(entity(idp(GOOD_KEY + services + sso())), RULES).singleLogoutService;
    const soap = slo('Location="https://idp.example.com/soap"', "urn:oasis:names:tc:SAML:2.0:bindings:SOAP");
    const post = slo('Location="https://idp.example.com/slo-post"', HTTP_POST);
    const redirect = slo(
      'Location="https://idp.example.com/slo" ResponseLocation="https://idp.example.com/done"',
    );
    expect(logoutOf(soap + post + redirect)).toEqual({
      binding: HTTP_REDIRECT,
      location: "https://idp.example.com/slo",
      responseLocation: "https://idp.example.com/done",
    });
    expect(logoutOf(soap + post)).toEqual({
      binding: HTTP_POST,
      location: "https://idp.example.com/slo-post",
    });
    expect(logoutOf(soap)).toBeUndefined();
  });

  test("every signing certificate once, encryption keys not, line breaks away", () => {
    const broken = certificateBase64("idp").replace(/.{64}/g, "$&\n        ");
    const keys = key(broken) + GOOD_KEY + key(certificateBase64("other-idp"), "");
    const xml = entity(idp(keys + key(certificateBase64("attacker"), ' use="encryption"') + sso()));
    expect(readIdentityProviderMetadata(xml, RULES).signingCertificates).toEqual([
      certificateBase64("idp"),
      certificateBase64("other-idp"),
    ]);
  });

  test("a rollover: an expired certificate beside a good one is left out", () => {
    const xml = entity(idp(key(certificateBase64("expired")) + GOOD_KEY + sso()));
    expect(readIdentityProviderMetadata(xml, RULES).signingCertificates).toEqual([certificateBase64("idp")]);
  });

  test("files as they come: byte order mark, declaration, comments, foreign extensions", () => {
    const xml = `\uFEFF<?xml version="1.0" encoding="utf-8"?>\n<!-- exported -->\n${entity(
      `<md:Extensions><x:y xmlns:x="urn:x"/></md:Extensions>${idp(`<!-- key -->${GOOD_KEY}${sso()}`)}`,
      ' validUntil="2027-01-01T00:00:00Z"',
    )}\n`;
    expect(detailOf(xml)).toBe("accepted");
  });

  test("the one provider of an aggregate that otherwise has service providers", () => {
    const sp =
      '<md:EntityDescriptor entityID="https://sp.example.com"><md:SPSSODescriptor/></md:EntityDescriptor>';
    const xml = `<md:EntitiesDescriptor ${MD}>${sp}<md:EntitiesDescriptor>${GOOD}</md:EntitiesDescriptor></md:EntitiesDescriptor>`;
    expect(readIdentityProviderMetadata(xml, RULES).entityId).toBe(ENTITY);
  });

  test("S68 http on loopback, only where that is allowed", () => {
    const local = entity(idp(GOOD_KEY + sso("http://127.0.0.1:4101/sso")));
    expect(detailOf(local, { ...RULES, insecureHttpOnLoopback: true })).toBe("accepted");
    expect(detailOf(local)).toMatch(/begins with http: and must begin with https:/);
    const remote = entity(idp(GOOD_KEY + sso("http://idp.example.com/sso")));
    expect(detailOf(remote, { ...RULES, insecureHttpOnLoopback: true })).toMatch(/must begin with https:/);
  });
});

describe("refuses, and says why:", () => {
  const second = GOOD.replace(ENTITY, "https://second.example.com");
  test.each([
    ["nothing", " ", /^It is empty\.$/],
    ["a web page", "<html><body>Sign in</body></html>", /^Its root is html,/],
    ["text", "https://idp.example.com/metadata", /^XML is not well-formed/],
    ["an unfinished copy", GOOD.slice(0, -20), /^XML is not well-formed/],
    ["two megabytes", `${GOOD}${" \n<!-- -->".repeat(200_000)}`, /^It has \d+ characters/],
    ["a DOCTYPE", `<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>${GOOD}`, /^There is a DOCTYPE\.$/],
    ["a processing instruction", `<?xml-stylesheet href="x"?>${GOOD}`, /^There is a processing instruction/],
    ["too many comments", `${GOOD}${"<!-- -->".repeat(1_001)}`, /^There are more than 1000 comments\.$/],
    [
      "too many elements",
      entity("<md:Extensions/>".repeat(20_001)),
      /^There are more than 20000 elements\.$/,
    ],
    [
      "two identity providers",
      `<md:EntitiesDescriptor ${MD}>${GOOD}${second}</md:EntitiesDescriptor>`,
      /^It describes 2 identity providers \(https:\/\/idp\.example\.com\/metadata, https:\/\/second/,
    ],
    ["an aggregate without one", `<md:EntitiesDescriptor ${MD}/>`, /^It describes no identity provider/],
    ["our own kind of metadata", entity("<md:SPSSODescriptor/>"), /^It describes a service provider,/],
    ["SAML 1.1", GOOD.replace("SAML:2.0:protocol", "SAML:1.1:protocol"), /^It describes something else,/],
    [
      "two roles",
      entity(idp(GOOD_KEY + sso()) + idp(GOOD_KEY + sso())),
      /^It has more than one IDPSSODescriptor/,
    ],
    ["no entityID", GOOD.replace(` entityID="${ENTITY}"`, ""), /no usable entityID/],
    [
      "expired metadata",
      entity(idp(GOOD_KEY + sso()), ' validUntil="2026-03-01T00:00:00Z"'),
      /^It was valid until 2026-03-01T00:00:00\.000Z;/,
    ],
    [
      "an expired role",
      entity(idp(GOOD_KEY + sso(), ' validUntil="2026-03-01T00:00:00Z"')),
      /^It was valid until/,
    ],
    [
      "an expired aggregate",
      `<md:EntitiesDescriptor ${MD} validUntil="2026-03-01T00:00:00Z">${GOOD}</md:EntitiesDescriptor>`,
      /^It was valid until/,
    ],
    [
      "a validUntil nobody can read",
      entity(idp(GOOD_KEY + sso()), ' validUntil="tomorrow"'),
      /^Its validUntil "tomorrow" is not a time/,
    ],
    ["no sign-on address", entity(idp(GOOD_KEY)), /offers no SingleSignOnService/],
    [
      "only SOAP",
      entity(idp(GOOD_KEY + sso("https://x.example", "urn:oasis:names:tc:SAML:2.0:bindings:SOAP"))),
      /offers no SingleSignOnService/,
    ],
    [
      "script as an address",
      entity(idp(GOOD_KEY + sso("javascript:alert(1)"))),
      /begins with javascript: and must begin with https:/,
    ],
    ["data as an address", entity(idp(GOOD_KEY + sso("data:text/html,x"))), /begins with data:/],
    ["a relative address", entity(idp(GOOD_KEY + sso("/sso"))), /"\/sso" is not an absolute address/],
    [
      "an address with a password",
      entity(idp(GOOD_KEY + sso("https://a:b@idp.example.com"))),
      /user name or password/,
    ],
    ["an address with a fragment", entity(idp(GOOD_KEY + sso("https://idp.example.com/#x"))), /fragment/],
    [
      "an address with a backslash",
      entity(idp(GOOD_KEY + sso("https://idp.example.com\\@evil.example"))),
      /backslash/,
    ],
    [
      "script as a logout address",
      entity(idp(GOOD_KEY + slo('Location="javascript:alert(1)"') + sso())),
      /SingleLogoutService address begins with javascript:/,
    ],
    [
      "an address for logout answers without https",
      entity(
        idp(
          GOOD_KEY +
            slo('Location="https://idp.example.com/slo" ResponseLocation="http://x.example"') +
            sso(),
        ),
      ),
      /SingleLogoutService answer address begins with http:/,
    ],
    ["no certificate", entity(idp(sso())), /^It has no signing certificate\.$/],
    [
      "only an encryption key",
      entity(idp(key(certificateBase64("idp"), ' use="encryption"') + sso())),
      /no signing certificate/,
    ],
    ["a certificate that is none", entity(idp(key("AAAA") + sso())), /not an X\.509 certificate/],
    ["a short key", withKey("weak"), /RSA key has 1024 bits, and at least 2048 are needed/],
    [
      "a short key beside a good one",
      entity(idp(GOOD_KEY + key(certificateBase64("weak")) + sso())),
      /1024 bits/,
    ],
    ["an elliptic key", withKey("elliptic"), /its key is ec, and only RSA is supported/],
    ["an expired certificate alone", withKey("expired"), /valid from .* 2020 .* to .* 2021/],
  ])("S68 %s", (_, xml, detail) => {
    expect(detailOf(xml)).toMatch(detail);
  });

  test("S68 more certificates than a rollover needs", () => {
    const keys = Array.from({ length: 9 }, (_, n) => key(`${certificateBase64("idp")}${"\n".repeat(n)}`));
    expect(detailOf(entity(idp(keys.join("") + sso())))).toBe("accepted");
    const different = Array.from({ length: 9 }, (_, n) => key(`AAA${n}`));
    expect(detailOf(entity(idp(different.join("") + sso())))).toMatch(/9 signing certificates; at most 8/);
  });
});
