import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { checkSignature } from "./check-signature";
import { edit, GENUINE, NOW, sign } from "./fixtures/message";
import { signByHand } from "./fixtures/sign-by-hand";
import { certificateBase64 } from "./fixtures/test-keys";
import { outcomeOf, testVerifier, verifyText } from "./fixtures/verify-fixture";
import { trustedKeys } from "./trusted-keys";

/** A message may name addresses; nothing may ever be fetched from one (SSRF), whatever is left out before it. */
const verifier = testVerifier();
let server: Server;
let address: string;
let visits = 0;
beforeAll(async () => {
  server = createServer((_, response) => response.end()).on("connection", () => {
    visits += 1;
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/x`;
});
afterAll(async () => {
  await verifier.close();
  await new Promise((resolve) => server.close(resolve));
});

const SIGNED = sign(GENUINE, "Assertion", { keyInfo: false });
const NAME_ID = ">user@example.com</saml:NameID>";
const keyInfo = (content: string): string =>
  edit(SIGNED, "</ds:Signature>", `<ds:KeyInfo>${content}</ds:KeyInfo></ds:Signature>`);

test.each<[string, (url: string) => string]>([
  [
    "S23 of an external entity",
    (url) => edit(`<!DOCTYPE r [<!ENTITY x SYSTEM "${url}">]>${SIGNED}`, NAME_ID, ">&x;</saml:NameID>"),
  ],
  ["S23 of an external DTD", (url) => `<!DOCTYPE Response SYSTEM "${url}">${SIGNED}`],
  ["S23 of a parameter entity", (url) => `<!DOCTYPE r [<!ENTITY % p SYSTEM "${url}"> %p;]>${SIGNED}`],
  ["S23 of a stylesheet", (url) => `<?xml-stylesheet href="${url}" type="text/xsl"?>${SIGNED}`],
  [
    "S23 of a schema",
    (url) =>
      edit(
        SIGNED,
        "<samlp:Status>",
        `<samlp:Status xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="urn:x ${url}">`,
      ),
  ],
  ["S26 of a RetrievalMethod", (url) => keyInfo(`<ds:RetrievalMethod URI="${url}"/>`)],
  ["S26 of a KeyName", (url) => keyInfo(`<ds:KeyName>${url}</ds:KeyName>`)],
  [
    "S28 of a Reference",
    (url) =>
      signByHand(GENUINE, "_assertion-1", {
        reshape: (info) => edit(info, 'URI="#_assertion-1"', `URI="${url}"`),
      }),
  ],
])("%s nothing is fetched", async (_, make) => {
  const keys = trustedKeys([certificateBase64("idp")], NOW);
  const xml = make(address);
  await outcomeOf(verifyText(xml, verifier));
  await outcomeOf((async () => checkSignature(xml, keys))());
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(visits).toBe(0);
});

test("the server of these tests counts a visit", async () => {
  await fetch(address);
  expect(visits).toBe(1);
});
