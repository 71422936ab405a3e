/**
 * The company's SAML identity provider as load and faults need it: answers a request in half a millisecond, since it
 * writes assertions in canonical form, and has as many people, groups and keys as a run asks for. What a real
 * provider's answers look like is the sandbox's to know; what is refused, that of the tests of lib/saml.
 */
import { createHash, createPrivateKey, createSign, type KeyObject, randomBytes } from "node:crypto";
import { mkdtemp } from "node:fs/promises";
import { join } from "node:path";
import { inflateRawSync } from "node:zlib";
import { signingKeyIn } from "../../../sandbox/idp-saml/signing-key";

const ASSERTION = "urn:oasis:names:tc:SAML:2.0:assertion";
const PROTOCOL = "urn:oasis:names:tc:SAML:2.0:protocol";
const DSIG = "http://www.w3.org/2000/09/xmldsig#";
const EXCLUSIVE = "http://www.w3.org/2001/10/xml-exc-c14n#";
const SSO_URL = "http://127.0.0.1:9/sso";
const ISSUER = "http://127.0.0.1:9/metadata";

/** Somebody of the company. */
export interface Person {
  readonly id: string;
  readonly email: string;
  readonly displayName: string;
  readonly department: string;
  readonly groups: readonly string[];
}

interface Key {
  readonly privateKey: KeyObject;
  /** Base64 of the certificate. */
  readonly certificate: string;
}

export interface Answer {
  /** Milliseconds that the assertion is good for. */
  readonly lifetimeMs?: number;
  /** Milliseconds that the provider's clock is ahead of ours. */
  readonly clockAheadMs?: number;
}

interface ResponseValues {
  /** Of the request. */
  readonly id: string;
  readonly acs: string;
  readonly audience: string;
  readonly person: Person;
  readonly now: number;
  readonly lifetimeMs: number;
}

export class CompanyIdp {
  readonly issuer = ISSUER;
  readonly #folder: string;
  #key: Key;
  #announced: readonly Key[];

  private constructor(folder: string, key: Key) {
    this.#folder = folder;
    this.#key = key;
    this.#announced = [key];
  }

  /** @param folder of the run; its keys lie there */
  static async open(folder: string): Promise<CompanyIdp> {
    return new CompanyIdp(folder, await newKey(folder));
  }

  /** Base64 of the certificate of the key that signs now. */
  get certificate(): string {
    return this.#key.certificate;
  }

  /** What the provider announces; the keys it signs with need not be among them. */
  get metadata(): string {
    const keys = this.#announced
      .map(
        ({ certificate }) =>
          `<md:KeyDescriptor use="signing"><ds:KeyInfo xmlns:ds="${DSIG}"><ds:X509Data><ds:X509Certificate>${certificate}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>`,
      )
      .join("");
    return `<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID="${ISSUER}"><md:IDPSSODescriptor protocolSupportEnumeration="${PROTOCOL}">${keys}<md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="${SSO_URL}"/></md:IDPSSODescriptor></md:EntityDescriptor>`;
  }

  /** Makes a key that it announces beside the one it signs with. @returns what takes it into use */
  async announceNextKey(): Promise<() => void> {
    const next = await newKey(this.#folder);
    this.#announced = [this.#key, next];
    return () => {
      this.#key = next;
      this.#announced = [next];
    };
  }

  /** Signs with a key that nobody was told of. */
  async changeKeySilently(): Promise<void> {
    this.#key = await newKey(this.#folder);
  }

  /**
   * @param location where Rolebridge sent the browser
   * @returns base64, for the form field `SAMLResponse`
   */
  answer(location: string, person: Person, { clockAheadMs = 0, lifetimeMs = 300_000 }: Answer = {}): string {
    const request = inflateRawSync(
      Buffer.from(new URL(location).searchParams.get("SAMLRequest") ?? "", "base64"),
    ).toString("utf8");
    const id = /\bID="([^"]+)"/.exec(request)?.[1] ?? "";
    const acs = /\bAssertionConsumerServiceURL="([^"]+)"/.exec(request)?.[1] ?? "";
    const audience = /<(?:\w+:)?Issuer[^>]*>([^<]+)</.exec(request)?.[1] ?? "";
    const now = Date.now() + clockAheadMs;
    return Buffer.from(this.#response({ id, acs, audience, person, now, lifetimeMs })).toString("base64");
  }

  #response(of: ResponseValues): string {
    const { id, acs, audience, person, now, lifetimeMs } = of;
    const at = (offset: number) => new Date(now + offset).toISOString();
    const assertionId = newId();
    const issuer = `<saml:Issuer>${ISSUER}</saml:Issuer>`;
    const start = `<saml:Assertion xmlns:saml="${ASSERTION}" ID="${assertionId}" IssueInstant="${at(0)}" Version="2.0">${issuer}`;
    const rest = `<saml:Subject><saml:NameID Format="urn:oasis:names:tc:SAML:2.0:nameid-format:persistent">${person.id}</saml:NameID><saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer"><saml:SubjectConfirmationData InResponseTo="${id}" NotOnOrAfter="${at(lifetimeMs)}" Recipient="${acs}"></saml:SubjectConfirmationData></saml:SubjectConfirmation></saml:Subject><saml:Conditions NotBefore="${at(-30_000)}" NotOnOrAfter="${at(lifetimeMs)}"><saml:AudienceRestriction><saml:Audience>${audience}</saml:Audience></saml:AudienceRestriction></saml:Conditions><saml:AuthnStatement AuthnInstant="${at(-1_000)}" SessionIndex="${newId()}" SessionNotOnOrAfter="${at(8 * 3_600_000)}"><saml:AuthnContext><saml:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport</saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement><saml:AttributeStatement>${attributes(person)}</saml:AttributeStatement></saml:Assertion>`;
    const digest = createHash("sha256")
      .update(start + rest)
      .digest("base64");
    const signedInfo = `<ds:SignedInfo xmlns:ds="${DSIG}"><ds:CanonicalizationMethod Algorithm="${EXCLUSIVE}"></ds:CanonicalizationMethod><ds:SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"></ds:SignatureMethod><ds:Reference URI="#${assertionId}"><ds:Transforms><ds:Transform Algorithm="${DSIG}enveloped-signature"></ds:Transform><ds:Transform Algorithm="${EXCLUSIVE}"></ds:Transform></ds:Transforms><ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"></ds:DigestMethod><ds:DigestValue>${digest}</ds:DigestValue></ds:Reference></ds:SignedInfo>`;
    const value = createSign("RSA-SHA256").update(signedInfo).sign(this.#key.privateKey, "base64");
    const signature = `<ds:Signature xmlns:ds="${DSIG}">${signedInfo}<ds:SignatureValue>${value}</ds:SignatureValue></ds:Signature>`;
    return `<samlp:Response xmlns:samlp="${PROTOCOL}" xmlns:saml="${ASSERTION}" Destination="${acs}" ID="${newId()}" InResponseTo="${id}" IssueInstant="${at(0)}" Version="2.0">${issuer}<samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></samlp:Status>${start}${signature}${rest}</samlp:Response>`;
  }
}

function attributes({ email, displayName, department, groups }: Person): string {
  const all = { email: [email], displayName: [displayName], department: [department], groups };
  return Object.entries(all)
    .map(([name, values]) => {
      const each = values.map((value) => `<saml:AttributeValue>${value}</saml:AttributeValue>`);
      return `<saml:Attribute Name="${name}">${each.join("")}</saml:Attribute>`;
    })
    .join("");
}

function newId(): string {
  return `_${randomBytes(16).toString("hex")}`;
}

async function newKey(folder: string): Promise<Key> {
  const { privateKeyPem, certificatePem } = await signingKeyIn(await mkdtemp(join(folder, "idp-key-")));
  return {
    privateKey: createPrivateKey(privateKeyPem),
    certificate: certificatePem.replace(/-----[A-Z ]+-----|\s/g, ""),
  };
}
