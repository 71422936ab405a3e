import { deflateRawSync } from "node:zlib";
import { afterAll, describe, expect, test } from "vitest";
import {
  byPost,
  byRedirect,
  formOf,
  LOGOUT_REQUEST,
  LOGOUT_RESPONSE,
  LOGOUT_URL,
  logoutToVerify,
  signedQuery,
} from "../fixtures/logout";
import { edit, GENUINE, IDP, sign } from "../fixtures/message";
import { certificateBase64 } from "../fixtures/test-keys";
import { IDP_SETTINGS, outcomeOf, testVerifier } from "../fixtures/verify-fixture";
import { LOGOUT_REFUSAL_REASONS } from "../refusal";
import { type CarriedLogout, type LogoutToVerify, verifyLogout } from "./verify-logout";

const verifier = testVerifier();
afterAll(() => verifier.close());

const verified = (carried: CarriedLogout, changes: Partial<LogoutToVerify> = {}) =>
  verifyLogout(logoutToVerify(carried, changes), verifier);
const outcome = (carried: CarriedLogout, changes?: Partial<LogoutToVerify>) =>
  outcomeOf(verified(carried, changes));
const GENUINE_QUERY = signedQuery(LOGOUT_REQUEST, { relayState: "back" });

const FACTS = {
  kind: "request",
  id: "_logout-1",
  issuer: IDP,
  nameId: { value: "user@example.com", format: "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress" },
  sessionIndexes: ["_session-1"],
  rememberUntil: new Date("2026-03-02T09:10:58Z"),
};

describe("a genuine logout message is read,", () => {
  test("by redirect with the signature beside it", async () => {
    expect(await verified(byRedirect(GENUINE_QUERY))).toEqual({ ...FACTS, relayState: "back" });
  });

  test("by POST with the signature in it", async () => {
    expect(await verified(byPost(LOGOUT_REQUEST))).toEqual({ ...FACTS, relayState: undefined });
  });

  test("however the sender percent-encodes: the bytes are judged as they came", async () => {
    const lowerCase = (text: string) =>
      encodeURIComponent(text).replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase());
    const everything = (text: string) =>
      [...Buffer.from(text)].map((byte) => `%${byte.toString(16).padStart(2, "0")}`).join("");
    for (const encode of [lowerCase, everything]) {
      expect(await outcome(byRedirect(signedQuery(LOGOUT_REQUEST, { encode, relayState: "a b+c" })))).toBe(
        "accepted",
      );
    }
  });

  test("whatever the order of the parameters: what is signed has an order of its own", async () => {
    const turned = GENUINE_QUERY.split("&").toReversed().join("&");
    expect(await outcome(byRedirect(turned))).toBe("accepted");
  });

  test("with another session, none, several, and qualifiers", async () => {
    const none = edit(LOGOUT_REQUEST, "<samlp:SessionIndex>_session-1</samlp:SessionIndex>", "");
    expect(await verified(byRedirect(signedQuery(none)))).toMatchObject({ sessionIndexes: [] });
    const two = edit(
      LOGOUT_REQUEST,
      "</samlp:SessionIndex>",
      "</samlp:SessionIndex><samlp:SessionIndex>_s2</samlp:SessionIndex>",
    );
    expect(await verified(byPost(two))).toMatchObject({ sessionIndexes: ["_session-1", "_s2"] });
    const qualified = edit(
      LOGOUT_REQUEST,
      "<saml:NameID ",
      '<saml:NameID NameQualifier="n" SPNameQualifier="s" ',
    );
    expect(await verified(byPost(qualified))).toMatchObject({
      nameId: { nameQualifier: "n", spNameQualifier: "s" },
    });
  });

  test("an answer: done, done in part, not done", async () => {
    const status = (value: string, inner = "") =>
      edit(LOGOUT_RESPONSE, 'Success"/>', `${value}">${inner}</samlp:StatusCode>`);
    const partial = '<samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:PartialLogout"/>';
    const cases = [
      [LOGOUT_RESPONSE, "success"],
      [status("Success", partial), "partial"],
      [status("Responder", partial), "partial"],
      [status("Responder"), "failed"],
    ] as const;
    for (const [xml, expected] of cases) {
      for (const carried of [byRedirect(signedQuery(xml)), byPost(xml)]) {
        expect(await verified(carried)).toMatchObject({
          kind: "response",
          inResponseTo: "_asked-1",
          status: expected,
        });
      }
    }
  });
});

/** By each way it can come, properly signed. */
const bothWays = (xml: string): readonly CarriedLogout[] => [byRedirect(signedQuery(xml)), byPost(xml)];
const part = (name: string) => GENUINE_QUERY.split("&").find((pair) => pair.startsWith(`${name}=`)) ?? "";
const without = (name: string) =>
  GENUINE_QUERY.split("&")
    .filter((pair) => !pair.startsWith(`${name}=`))
    .join("&");

describe("S65 a redirect is refused", () => {
  test.each([
    ["without a signature", [part("SAMLRequest"), part("RelayState")].join("&"), "signature_missing"],
    ["without its signature's value", without("Signature"), "signature_missing"],
    ["without its signature's algorithm", without("SigAlg"), "signature_missing"],
    ["with an empty signature", `${without("Signature")}&Signature=`, "signature_invalid"],
    ["signed by a stranger", signedQuery(LOGOUT_REQUEST, { key: "attacker" }), "signature_invalid"],
    [
      "signed with SHA-1",
      signedQuery(LOGOUT_REQUEST, {
        algorithm: "http://www.w3.org/2000/09/xmldsig#rsa-sha1",
        digest: "sha1",
      }),
      "signature_algorithm",
    ],
    ["whose RelayState was added later", `${signedQuery(LOGOUT_REQUEST)}&RelayState=x`, "signature_invalid"],
    ["whose RelayState was changed", GENUINE_QUERY.replace("=back", "=bacK"), "signature_invalid"],
    ["whose RelayState was taken away", without("RelayState"), "signature_invalid"],
    [
      "whose bytes were encoded anew",
      GENUINE_QUERY.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()),
      "signature_invalid",
    ],
    ["with a second request before it", `${part("SAMLRequest")}x&${GENUINE_QUERY}`, "parameter_repeated"],
    ["with a second request behind it", `${GENUINE_QUERY}&SAMLRequest=x`, "parameter_repeated"],
    ["with a second signature", `${GENUINE_QUERY}&${part("Signature")}`, "parameter_repeated"],
    ["whose request only ends like one (node-saml #419)", `x${GENUINE_QUERY}`, "parameter_unknown"],
    ["with something like a request before it", `xSAMLRequest=x&${GENUINE_QUERY}`, "parameter_unknown"],
    [
      "whose parameter is in another case",
      GENUINE_QUERY.replace("SAMLRequest", "samlrequest"),
      "parameter_unknown",
    ],
    [
      "whose parameter's name is encoded",
      GENUINE_QUERY.replace("SAMLRequest", "%53AMLRequest"),
      "parameter_unknown",
    ],
    ["with a parameter of somebody's own", `${GENUINE_QUERY}&utm=1`, "parameter_unknown"],
    ["with nothing between two separators", `${GENUINE_QUERY}&`, "parameter_unknown"],
    ["with a request and an answer", `${GENUINE_QUERY}&SAMLResponse=x`, "message_missing"],
    ["without a message", without("SAMLRequest"), "message_missing"],
    ["with broken percent-encoding", GENUINE_QUERY.replace("=back", "=%zz"), "parameter_unknown"],
    ["that says another encoding", `${GENUINE_QUERY}&SAMLEncoding=urn%3Aother`, "deflate_invalid"],
    ["with nothing in it", "", "parameter_unknown"],
  ])("%s", async (_, query, reason) => {
    expect(await outcome(byRedirect(query))).toBe(reason);
  });

  test("with the signature in the message instead of beside it", async () => {
    const embedded = sign(LOGOUT_REQUEST, "LogoutRequest");
    const deflated = encodeURIComponent(deflateRawSync(embedded).toString("base64"));
    expect(await outcome(byRedirect(`SAMLRequest=${deflated}`))).toBe("signature_missing");
    expect(await outcome(byRedirect(signedQuery(embedded)))).toBe("unexpected_element");
  });
});

describe("S64 a redirect that inflates to something huge is refused", () => {
  const bomb = Buffer.alloc(64 * 1024 * 1024, "<a>");

  test("before it is inflated, when nobody signed it", async () => {
    const query = signedQuery(bomb, { key: "attacker", name: "SAMLRequest" });
    const before = process.memoryUsage.rss();
    expect(await outcome(byRedirect(query))).toBe("signature_invalid");
    expect(process.memoryUsage.rss() - before).toBeLessThan(32 * 1024 * 1024);
  });

  test("at 64 KiB, when the provider itself signed it", async () => {
    expect(await outcome(byRedirect(signedQuery(bomb, { name: "SAMLRequest" })))).toBe("deflate_invalid");
    const plain = signedQuery(LOGOUT_REQUEST).replace(
      /SAMLRequest=[^&]*/,
      `SAMLRequest=${encodeURIComponent(Buffer.from(LOGOUT_REQUEST).toString("base64"))}`,
    );
    expect(await outcome(byRedirect(plain))).toBe("signature_invalid");
  });
});

describe("S65 a form is refused", () => {
  const signed = sign(LOGOUT_REQUEST, "LogoutRequest");
  test.each([
    ["without a signature", formOf(LOGOUT_REQUEST), "signature_missing"],
    ["signed by a stranger", byPost(LOGOUT_REQUEST, { key: "attacker" }), "signature_invalid"],
    ["changed after it was signed", formOf(edit(signed, ">user@", ">admin@")), "signature_invalid"],
    [
      "signed with SHA-1",
      formOf(
        sign(LOGOUT_REQUEST, "LogoutRequest", {
          signatureAlgorithm: "http://www.w3.org/2000/09/xmldsig#rsa-sha1",
        }),
      ),
      "signature_algorithm",
    ],
    [
      "with its signature further down",
      formOf(
        sign(LOGOUT_REQUEST, "LogoutRequest", { after: "Issuer" }).replace(
          /(<saml:Issuer>)(.*?)(<\/saml:Issuer>)(<ds:Signature.*?<\/ds:Signature>)/,
          "$1$2$4$3",
        ),
      ),
      "signature_misplaced",
    ],
    ["without a message", { binding: "post", fields: { RelayState: "x" } } as const, "message_missing"],
    [
      "with a request and an answer",
      { binding: "post", fields: { SAMLRequest: "x", SAMLResponse: "x" } } as const,
      "message_missing",
    ],
    ["that is empty", { binding: "post", fields: { SAMLRequest: "" } } as const, "response_missing"],
    ["S67 in base64url", { binding: "post", fields: { SAMLRequest: "PD8_Pz4-" } } as const, "base64_invalid"],
    [
      "S63 larger than 64 KiB",
      formOf(edit(LOGOUT_REQUEST, ">user@", `>${"x".repeat(64 * 1024)}@`)),
      "response_too_large",
    ],
  ])("%s", async (_, carried, reason) => {
    expect(await outcome(carried)).toBe(reason);
  });
});

describe("a signed logout message is refused", () => {
  const request = (from: string, to: string) => edit(LOGOUT_REQUEST, from, to);
  test.each([
    ["S40 for another address", request(LOGOUT_URL, `${LOGOUT_URL}/`), "destination_mismatch"],
    ["S40 without an address", request(` Destination="${LOGOUT_URL}"`, ""), "destination_mismatch"],
    ["S43 of another provider", request(`>${IDP}<`, ">https://other.example<"), "issuer_mismatch"],
    [
      "S43 without an issuer",
      request(`<saml:Issuer>${IDP}</saml:Issuer>`, "<saml:Issuer></saml:Issuer>"),
      "issuer_mismatch",
    ],
    [
      "S51 issued too long ago",
      request("2026-03-02T08:59:58Z", "2026-03-02T08:48:00Z"),
      "issued_too_long_ago",
    ],
    ["S51 from the future", request("2026-03-02T08:59:58Z", "2026-03-02T09:02:00Z"), "issued_in_future"],
    ["S51 at a time without zone", request("2026-03-02T08:59:58Z", "2026-03-02T08:59:58"), "time_invalid"],
    ["S66 that is over", request("2026-03-02T09:04:58Z", "2026-03-02T08:58:59Z"), "logout_expired"],
    ["S55 of SAML 1.1", request('Version="2.0"', 'Version="1.1"'), "version_unsupported"],
    [
      "S56 about two people",
      request("</saml:NameID>", "</saml:NameID><saml:NameID>admin@example.com</saml:NameID>"),
      "element_duplicate",
    ],
    [
      "S56 about nobody",
      request(/<saml:NameID.*<\/saml:NameID>/.exec(LOGOUT_REQUEST)?.[0] ?? "", ""),
      "element_missing",
    ],
    [
      "S56 about somebody encrypted",
      request("<samlp:SessionIndex>", "<saml:EncryptedID/><samlp:SessionIndex>"),
      "unexpected_element",
    ],
    ["S59 whose SessionIndex holds elements", request("_session-1<", "<b xmlns='urn:b'/><"), "text_expected"],
    [
      "S60 whose NameID has white space at its edge",
      request("user@example.com<", "user@example.com <"),
      "value_edge_whitespace",
    ],
    [
      "S16 of a foreign namespace",
      LOGOUT_REQUEST.replaceAll("urn:oasis:names:tc:SAML:2.0:protocol", "urn:x:protocol"),
      "not_a_logout_message",
    ],
    ["S12 with a processing instruction", request("user@", "<?p user?>@"), "processing_instruction"],
    ["S13 with a comment", request("user@", "user<!---->@"), "comment"],
    ["S23 with a DOCTYPE", `<!DOCTYPE x>${LOGOUT_REQUEST}`, "doctype"],
    [
      "S63 with too many sessions",
      request(
        "</samlp:SessionIndex>",
        `</samlp:SessionIndex>${"<samlp:SessionIndex>x</samlp:SessionIndex>".repeat(400)}`,
      ),
      "too_many_elements",
    ],
    [
      "that holds another one",
      request("<samlp:SessionIndex>", `${LOGOUT_RESPONSE}<samlp:SessionIndex>`),
      "not_a_logout_message",
    ],
  ])("%s", async (_, xml, reason) => {
    // A comment or an instruction does not survive signing with the library: what is not signed is scanned before.
    const carried = /^S(12|13|23)/.test(_) ? [byRedirect(signedQuery(xml)), formOf(xml)] : bothWays(xml);
    for (const each of carried) expect(await outcome(each)).toBe(reason);
  });

  test("S55 that is a request where an answer belongs, and the other way round", async () => {
    for (const xml of [LOGOUT_REQUEST, LOGOUT_RESPONSE]) {
      const name = xml === LOGOUT_REQUEST ? "SAMLResponse" : "SAMLRequest";
      expect(await outcome(byRedirect(signedQuery(xml, { name })))).toBe("not_a_logout_message");
      expect(await outcome(byPost(xml, { name }))).toBe("not_a_logout_message");
    }
  });

  test("S55 that is a sign-in", async () => {
    const login = sign(GENUINE, "Response");
    expect(await outcome(formOf(login, "SAMLResponse"))).toBe("not_a_logout_message");
    expect(await outcome(byRedirect(signedQuery(GENUINE, { name: "SAMLResponse" })))).toBe(
      "not_a_logout_message",
    );
  });

  test("S29 by a key that the connection no longer has, or whose certificate is over", async () => {
    for (const carried of bothWays(LOGOUT_REQUEST)) {
      const replaced = { ...IDP_SETTINGS, signingCertificates: [certificateBase64("other-idp")] };
      expect(await outcome(carried, { idp: replaced })).toBe("signature_invalid");
      const over = { ...IDP_SETTINGS, signingCertificates: [certificateBase64("expired")] };
      expect(await outcome(carried, { idp: over })).toBe("certificate_expired");
      expect(await outcome(carried, { idp: { ...IDP_SETTINGS, signingCertificates: [] } })).toBe(
        "certificate_missing",
      );
    }
  });

  test("S50 with a RelayState of more than 80 bytes, which would go back with the answer", async () => {
    const relayState = "é".repeat(41);
    expect(await outcome(byRedirect(signedQuery(LOGOUT_REQUEST, { relayState })))).toBe(
      "relay_state_too_long",
    );
    const form = byPost(LOGOUT_REQUEST);
    if (form.binding !== "post") throw new Error("a form");
    expect(await outcome({ ...form, fields: { ...form.fields, RelayState: relayState } })).toBe(
      "relay_state_too_long",
    );
  });
});

test("every reason that only logout messages have stands in a case here", async () => {
  const { readFile } = await import("node:fs/promises");
  const cases = await readFile(new URL(import.meta.url), "utf8");
  expect(LOGOUT_REFUSAL_REASONS.filter((reason) => !cases.includes(`"${reason}"`))).toEqual([]);
});
