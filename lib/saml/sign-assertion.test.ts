import { generateKeyPairSync, randomBytes } from "node:crypto";
import { DOMParser } from "@xmldom/xmldom";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ExclusiveCanonicalization, SignedXml } from "xml-crypto";
import { AppError } from "../errors/app-error";
import type { AssertionContent } from "./build-assertion";
import { isXmlText } from "./canonical-xml";
import { hostileText } from "./fixtures/hostile-text";
import { readWithStream, readWithTree } from "./fixtures/read-issued";
import { newAssertionId, signAssertion } from "./sign-assertion";

/** More runs by hand: `FUZZ_RUNS=100000 npx vitest run lib/saml/sign-assertion`. */
const fuzzRuns = (usual: number): number => Number(process.env.FUZZ_RUNS ?? usual);

const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const publicPem = publicKey.export({ format: "pem", type: "spki" }).toString();

const CONTENT: AssertionContent = {
  issuer: "https://rolebridge.example.com/aws/saml/metadata",
  recipient: "https://signin.aws.amazon.com/saml",
  audience: "urn:amazon:webservices",
  nameId: "ada@meridian.example",
  attributes: [
    { name: "https://aws.amazon.com/SAML/Attributes/RoleSessionName", values: ["ada@meridian.example"] },
    { name: "https://aws.amazon.com/SAML/Attributes/TransitiveTagKeys", values: ["team", "cost"] },
    { name: "empty", values: [""] },
  ],
  issueInstant: new Date("2026-11-03T10:00:00.250Z"),
  backdatedSeconds: 60,
  lifetimeSeconds: 120,
};

function make(content: Partial<AssertionContent> = {}, signResponse = false): string {
  const issued = signAssertion(
    { ...CONTENT, ...content },
    { privateKey, certificate: "MIIB" },
    { assertionId: newAssertionId(randomBytes), signResponse, randomBytes },
  );
  return Buffer.from(issued.samlResponse.reveal(), "base64").toString("utf8");
}

/** The canonical bytes that an independent implementation found covered by each valid signature. */
function verifiedBy(xml: string): string[] {
  const document = new DOMParser().parseFromString(xml, "text/xml");
  const signatures = document.getElementsByTagNameNS("http://www.w3.org/2000/09/xmldsig#", "Signature");
  return Array.from(signatures).flatMap((signature) => {
    const verifier = new SignedXml({ publicCert: publicPem });
    verifier.loadSignature(signature.toString());
    if (!verifier.checkSignature(xml)) throw new Error("the signature does not verify");
    return verifier.getSignedReferences();
  });
}

function canonical(xml: string): string {
  const root = new DOMParser().parseFromString(xml, "text/xml").documentElement;
  if (root === null) throw new Error("no root");
  return new ExclusiveCanonicalization().process(root as unknown as Element, {}) as unknown as string;
}

describe("signing an assertion", () => {
  test("is verified by xml-crypto, and covers the whole assertion without its signature", () => {
    const xml = make();
    const [covered, ...more] = verifiedBy(xml);
    expect(more).toEqual([]);
    expect(covered).toMatch(/^<saml:Assertion [\s\S]+<\/saml:Assertion>$/);
    const inDocument = xml.slice(xml.indexOf("<saml:Assertion"), xml.indexOf("</samlp:Response>"));
    expect(covered).toBe(inDocument.replace(/<ds:Signature [\s\S]+<\/ds:Signature>/, ""));
  });

  test("signs the response as well when asked, both signatures verify", () => {
    const [first, second] = verifiedBy(make({}, true));
    expect([first?.slice(0, 15), second?.slice(0, 15)].sort()).toEqual([
      "<saml:Assertion",
      "<samlp:Response",
    ]);
  });

  test("a changed byte anywhere in the assertion no longer verifies", () => {
    const xml = make();
    const changed = xml.replace(">ada@meridian.example</saml:NameID>", ">eve@meridian.example</saml:NameID>");
    expect(changed).not.toBe(xml);
    expect(() => verifiedBy(changed)).toThrow();
  });

  test.each([false, true])("is its own exclusive canonical form (response signed: %s)", (signResponse) => {
    const xml = make({ nameId: "a&b<c>\"d'e" }, signResponse);
    expect(canonical(xml)).toBe(xml);
  });

  test("carries the times that AWS checks", () => {
    const xml = make();
    expect(xml.match(/NotOnOrAfter="[^"]+"/g)).toEqual([
      'NotOnOrAfter="2026-11-03T10:02:00.250Z"',
      'NotOnOrAfter="2026-11-03T10:02:00.250Z"',
    ]);
    expect(xml).toContain('NotBefore="2026-11-03T09:59:00.250Z"');
    expect(xml.match(/IssueInstant="2026-11-03T10:00:00.250Z"/g)).toHaveLength(2);
    expect(xml).not.toContain("SessionNotOnOrAfter");
  });

  test("gives every response and assertion an id of its own, of 160 random bits", () => {
    const ids = [make(), make()].flatMap((xml) => [...xml.matchAll(/ ID="([^"]+)"/g)].map(([, id]) => id));
    expect(new Set(ids).size).toBe(4);
    for (const id of ids) expect(id).toMatch(/^_[ar][0-9a-f]{40}$/);
  });

  test("reports the id that stands in the assertion and the end of its life", () => {
    const issued = signAssertion(
      CONTENT,
      { privateKey, certificate: "MIIB" },
      { assertionId: newAssertionId(randomBytes), signResponse: false, randomBytes },
    );
    const xml = Buffer.from(issued.samlResponse.reveal(), "base64").toString("utf8");
    expect(xml).toContain(
      `<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="${issued.assertionId}"`,
    );
    expect(issued.notOnOrAfter).toEqual(new Date("2026-11-03T10:02:00.250Z"));
    expect(`${issued.samlResponse}${JSON.stringify(issued)}`).not.toContain(issued.samlResponse.reveal());
  });

  test.each([
    ["no NameID", { nameId: "" }],
    ["a NameID of spaces", { nameId: "  " }],
    ["a NameID of 257 characters", { nameId: "x".repeat(257) }],
    ["a life of more than five minutes", { lifetimeSeconds: 301 }],
    ["no life", { lifetimeSeconds: 0 }],
    ["a life that is not a number", { lifetimeSeconds: Number.NaN }],
    [
      "an attribute twice",
      {
        attributes: [
          { name: "a", values: ["1"] },
          { name: "a", values: ["2"] },
        ],
      },
    ],
    ["an attribute without a value", { attributes: [{ name: "a", values: [] }] }],
    ["a NUL", { nameId: "a\0b" }],
    ["a lone surrogate", { nameId: "a\ud800b" }],
    ["a line separator that parsers read differently", { nameId: "a\u2028b" }],
  ])("refuses %s", (_, content) => {
    expect(() => make(content)).toThrow(expect.objectContaining({ code: "issuance.assertion_invalid" }));
  });
});

describe("I01 hostile values", () => {
  const content = fc.record({
    issuer: hostileText,
    recipient: hostileText,
    audience: hostileText,
    nameId: hostileText.map((text) => `n${text}`.slice(0, 256)),
    attributes: fc.uniqueArray(
      fc.record({ name: hostileText, values: fc.array(hostileText, { minLength: 1 }) }),
      {
        selector: ({ name }) => name,
        maxLength: 4,
      },
    ),
  });

  /** What must come back, or undefined when it had to be refused. */
  function attempt(given: Partial<AssertionContent>, signResponse: boolean): string | undefined {
    try {
      return make(given, signResponse);
    } catch (error) {
      expect(error).toBeInstanceOf(AppError);
      return undefined;
    }
  }

  test("come back from two parsers exactly as they went in, or are refused; nothing is added or lost", () => {
    let made = 0;
    fc.assert(
      fc.property(content, (given) => {
        const texts = [given.issuer, given.recipient, given.audience, given.nameId];
        const all = [...texts, ...given.attributes.flatMap(({ name, values }) => [name, ...values])];
        const xml = attempt(given, false);
        expect(xml !== undefined).toBe(all.every(isXmlText));
        if (xml === undefined) return;
        made += 1;
        const attributes = given.attributes.map(({ name, values }) => [name, ...values]);
        const values = attributes.flat().length;
        const wanted = {
          elements: 31 + values,
          destination: given.recipient,
          issuers: [given.issuer, given.issuer],
          nameId: given.nameId,
          recipient: given.recipient,
          audience: given.audience,
          attributes,
        };
        expect(readWithTree(xml)).toEqual(wanted);
        expect(readWithStream(xml)).toEqual(wanted);
      }),
      { numRuns: fuzzRuns(2000) },
    );
    expect(made).toBeGreaterThan(100);
  });

  test("are canonical and verify independently whenever they are not refused", () => {
    let made = 0;
    fc.assert(
      fc.property(content, fc.boolean(), (given, signResponse) => {
        const xml = attempt(given, signResponse);
        if (xml === undefined) return;
        made += 1;
        expect(canonical(xml)).toBe(xml);
        expect(verifiedBy(xml)).toHaveLength(signResponse ? 2 : 1);
      }),
      { numRuns: fuzzRuns(200) },
    );
    expect(made).toBeGreaterThan(10);
  });
});
