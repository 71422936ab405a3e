/**
 * Twenty people who post the worst messages there are to the assertion consumer, each as soon as the last one was
 * answered. A process of its own. `PORT`, `ACS_PATH` and `HOST` say where; tells its parent how many were answered.
 */
import { createSign, generateKeyPairSync } from "node:crypto";
import { loopbackClient } from "../issuing/loopback-client";

const ATTACKERS = 20;
const KIBIBYTE = 1_024;
const { PORT = "", ACS_PATH = "", HOST = "" } = process.env;

const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const PROTOCOL = "urn:oasis:names:tc:SAML:2.0:protocol";
const ASSERTION = "urn:oasis:names:tc:SAML:2.0:assertion";

/** 200 KiB of empty elements: half a minute of node-saml. */
const siblings = `<samlp:Response xmlns:samlp="${PROTOCOL}" ID="_a" Version="2.0">${"<a/>".repeat(50 * KIBIBYTE)}</samlp:Response>`;

/** As much as passes the caps on size, elements and depth, signed by somebody: it reaches the thread that verifies. */
function largestSigned(): string {
  const signedInfo = `<ds:SignedInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:CanonicalizationMethod Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"></ds:CanonicalizationMethod><ds:SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"></ds:SignatureMethod><ds:Reference URI="#_b"><ds:Transforms><ds:Transform Algorithm="http://www.w3.org/2000/09/xmldsig#enveloped-signature"></ds:Transform><ds:Transform Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"></ds:Transform></ds:Transforms><ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"></ds:DigestMethod><ds:DigestValue>AAAA</ds:DigestValue></ds:Reference></ds:SignedInfo>`;
  const value = createSign("RSA-SHA256").update(signedInfo).sign(privateKey, "base64");
  const signature = `<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#">${signedInfo}<ds:SignatureValue>${value}</ds:SignatureValue></ds:Signature>`;
  const groups = "<saml:AttributeValue>g</saml:AttributeValue>".repeat(4_300);
  return `<samlp:Response xmlns:samlp="${PROTOCOL}" xmlns:saml="${ASSERTION}" ID="_a" Version="2.0"><saml:Issuer>x</saml:Issuer><samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></samlp:Status><saml:Assertion ID="_b" Version="2.0"><saml:Issuer>x</saml:Issuer>${signature}<saml:AttributeStatement><saml:Attribute Name="groups">${groups}</saml:Attribute></saml:AttributeStatement></saml:Assertion></samlp:Response>`;
}

const bombs = [siblings, largestSigned()].map((xml) =>
  new URLSearchParams({ SAMLResponse: Buffer.from(xml).toString("base64") }).toString(),
);

const client = loopbackClient(Number(PORT));
let posted = 0;

async function attack(attacker: number): Promise<void> {
  for (;;) {
    const bomb = bombs[posted % bombs.length] ?? "";
    posted += 1;
    await client
      .post(ACS_PATH, bomb, {
        host: HOST,
        "content-type": "application/x-www-form-urlencoded",
        "sec-fetch-site": "cross-site",
        "x-forwarded-for": `198.51.100.${attacker + 1}`,
      })
      .catch(() => undefined);
  }
}

process.on("message", () => process.send?.({ posted }));
process.on("disconnect", () => process.exit());
await Promise.all(Array.from({ length: ATTACKERS }, (_, attacker) => attack(attacker)));
