import { spawnSync } from "node:child_process";
import { createPrivateKey, privateDecrypt, randomBytes, X509Certificate } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DOMParser } from "@xmldom/xmldom";
import { afterAll, describe, expect, test } from "vitest";
import { ExclusiveCanonicalization } from "xml-crypto";
import { encryptAssertion } from "./encrypt-assertion";
import { certificateBase64, certificatePem, privateKeyPem } from "./fixtures/test-keys";
import { newAssertionId, signAssertion } from "./sign-assertion";

const version = spawnSync("xmlsec1", ["--version"]).stdout?.toString() ?? "";
const hasXmlsec = version !== "";
/** Since 1.3 a key is only tried when the message names it, unless told otherwise; before, there is no such option. */
const LAX = /\b1\.[012]\./.test(version) ? [] : ["--lax-key-search"];
const folder = mkdtempSync(join(tmpdir(), "rolebridge-encrypted-"));
afterAll(() => rmSync(folder, { recursive: true }));

const signer = { privateKey: createPrivateKey(privateKeyPem("idp")), certificate: certificateBase64("idp") };
const RECEIVER = "other-idp";
const CONTENT = {
  issuer: "https://rolebridge.example.com/aws/saml/metadata",
  recipient: "https://signin.aws.amazon.com/saml/acs/SAMLSPABC",
  audience: "urn:amazon:webservices",
  nameId: "zoë@meridian.example",
  attributes: [{ name: "https://aws.amazon.com/SAML/Attributes/RoleSessionName", values: ["zoë & <co>"] }],
  issueInstant: new Date("2026-11-03T10:00:00.250Z"),
  backdatedSeconds: 60,
  lifetimeSeconds: 120,
};

function make(signResponse: boolean, encryptTo?: string): string {
  const options = {
    assertionId: newAssertionId(randomBytes),
    signResponse,
    randomBytes,
    ...(encryptTo === undefined ? {} : { encryptTo }),
  };
  const issued = signAssertion(CONTENT, signer, options);
  return Buffer.from(issued.samlResponse.reveal(), "base64").toString("utf8");
}

function xmlsec(...args: string[]): string {
  const { status, stdout, stderr } = spawnSync("xmlsec1", args);
  if (status !== 0) throw new Error(stderr.toString());
  return stdout.toString();
}
function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}
const decrypted = (xml: string, key: string) =>
  xmlsec("--decrypt", ...LAX, "--privkey-pem", file("key.pem", key), file("response.xml", xml));

describe("an encrypted assertion", () => {
  test.skipIf(!hasXmlsec)("is decrypted by xmlsec1 to an assertion whose signature xmlsec1 verifies", () => {
    const xml = make(false, certificatePem(RECEIVER));
    const plain = decrypted(xml, privateKeyPem(RECEIVER));
    expect(plain).toContain("zo&#xEB;@meridian.example");
    const verify = (text: string) =>
      xmlsec(
        "--verify",
        ...LAX,
        "--pubkey-cert-pem",
        file("signer.pem", certificatePem("idp")),
        "--id-attr:ID",
        "urn:oasis:names:tc:SAML:2.0:assertion:Assertion",
        file("plain.xml", text),
      );
    verify(plain);
    expect(() => verify(plain.replace("zo&#xEB;@meridian", "root@meridian"))).toThrow();
  });

  test.skipIf(!hasXmlsec)("is not decrypted by another key, nor with one character changed", () => {
    const xml = make(false, certificatePem(RECEIVER));
    expect(decrypted(xml, privateKeyPem(RECEIVER))).toContain("<saml:Assertion");
    expect(() => decrypted(xml, privateKeyPem("attacker"))).toThrow();
    const at = xml.lastIndexOf("</xenc:CipherValue>") - 40;
    const changed = `${xml.slice(0, at)}${xml[at] === "A" ? "B" : "A"}${xml.slice(at + 1)}`;
    expect(() => decrypted(changed, privateKeyPem(RECEIVER))).toThrow();
  });

  test("shows nothing of the person or the signature, and the Response around it stays canonical", () => {
    const xml = make(true, certificatePem(RECEIVER));
    expect(xml).not.toMatch(/<saml:Assertion|zoë|RoleSessionName/);
    expect(xml.match(/<ds:Signature /g)).toHaveLength(1);
    const root = new DOMParser().parseFromString(xml, "text/xml").documentElement as unknown as Element;
    expect(String(new ExclusiveCanonicalization().process(root, {}))).toBe(xml);
  });

  test("has a content key of its own every time, wrapped with OAEP", () => {
    const keys = [1, 2].map(() => {
      const xml = encryptAssertion("<a></a>", certificatePem(RECEIVER), randomBytes);
      const wrapped = /<xenc:CipherValue>([^<]+)</.exec(xml)?.[1] ?? "";
      return privateDecrypt(
        { key: privateKeyPem(RECEIVER), oaepHash: "sha1" },
        Buffer.from(wrapped, "base64"),
      );
    });
    expect(keys.map(({ length }) => length)).toEqual([32, 32]);
    expect(keys[0]?.equals(keys[1] ?? Buffer.alloc(0))).toBe(false);
  });

  test.each([
    ["no certificate", "x"],
    ["an elliptic key", certificatePem("elliptic")],
    ["an RSA key that is too short", certificatePem("weak")],
  ])("is refused for %s", (_, certificate) => {
    expect(() => encryptAssertion("<a></a>", certificate, randomBytes)).toThrow(
      expect.objectContaining({ code: "issuance.assertion_invalid", reason: "encryption_certificate" }),
    );
  });

  test("takes the certificate as the administrator's form keeps it", () => {
    const kept = new X509Certificate(certificatePem(RECEIVER)).toString();
    expect(encryptAssertion("<a></a>", kept, randomBytes)).toContain("<saml:EncryptedAssertion");
  });
});
