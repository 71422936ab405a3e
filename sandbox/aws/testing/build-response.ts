import { SignedXml } from "xml-crypto";
import { escapeXml } from "../query/render-xml";
import { type AssertionEncryption, encryptAssertion } from "./encrypt-assertion";
import type { TestIdentityProvider } from "./identity-provider";

/** Everything a test may want to get wrong. `undefined` leaves a part out; times are relative to now, in seconds. */
export interface ResponseSpec {
  readonly issuer: string;
  readonly responseIssuer: string | undefined;
  readonly status: string;
  readonly destination: string | undefined;
  readonly issuedAt: number;
  readonly responseIssuedAt: number;
  readonly nameId: string | undefined;
  readonly nameIdFormat: string;
  readonly confirmations: readonly {
    readonly method?: string;
    readonly recipient?: string;
    readonly notOnOrAfter?: number;
  }[];
  readonly notBefore: number;
  readonly notOnOrAfter: number;
  readonly audience: string | undefined;
  readonly sessionNotOnOrAfter: number | undefined;
  /** By name; names that are no URI get AWS's prefix. */
  readonly attributes: Readonly<Record<string, readonly string[]>>;
  readonly sign: "assertion" | "response" | "both" | "none";
  readonly signatureAlgorithm: string;
  readonly digestAlgorithm: string;
  readonly encrypt: AssertionEncryption | undefined;
  /** Changes the finished XML before it is encoded. */
  readonly tamper: (xml: string) => string;
}

const BEARER = "urn:oasis:names:tc:SAML:2.0:cm:bearer";
const C14N = "http://www.w3.org/2001/10/xml-exc-c14n#";
const PREFIX = "https://aws.amazon.com/SAML/Attributes/";

/** A response that AWS takes, for one role. */
export function validResponse(idp: TestIdentityProvider, roleArn: string, providerArn: string): ResponseSpec {
  const recipient = "https://signin.aws.amazon.com/saml";
  return {
    issuer: idp.entityId,
    responseIssuer: idp.entityId,
    status: "urn:oasis:names:tc:SAML:2.0:status:Success",
    destination: recipient,
    issuedAt: 0,
    responseIssuedAt: 0,
    nameId: "ada@meridian.example",
    nameIdFormat: "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent",
    confirmations: [{ method: BEARER, recipient, notOnOrAfter: 300 }],
    notBefore: -30,
    notOnOrAfter: 300,
    audience: "urn:amazon:webservices",
    sessionNotOnOrAfter: undefined,
    attributes: { Role: [`${roleArn},${providerArn}`], RoleSessionName: ["ada@meridian.example"] },
    sign: "assertion",
    signatureAlgorithm: "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
    digestAlgorithm: "http://www.w3.org/2001/04/xmlenc#sha256",
    encrypt: undefined,
    tamper: (xml) => xml,
  };
}

/** Builds, signs and encodes a response. */
export function buildResponse(spec: ResponseSpec, idp: TestIdentityProvider, now: Date): string {
  const at = (seconds: number) => new Date(now.getTime() + seconds * 1000).toISOString();
  const destination = spec.destination === undefined ? "" : ` Destination="${escapeXml(spec.destination)}"`;
  const issuer = (name: string | undefined) =>
    name === undefined ? "" : `<saml:Issuer>${escapeXml(name)}</saml:Issuer>`;
  let xml =
    `<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="_response" Version="2.0" IssueInstant="${at(spec.responseIssuedAt)}"${destination}>` +
    `${issuer(spec.responseIssuer)}<samlp:Status><samlp:StatusCode Value="${spec.status}"/></samlp:Status>` +
    `<saml:Assertion ID="_assertion" Version="2.0" IssueInstant="${at(spec.issuedAt)}">${issuer(spec.issuer)}` +
    `${subject(spec, at)}${conditions(spec, at)}${statements(spec, at)}</saml:Assertion></samlp:Response>`;
  if (spec.sign === "assertion" || spec.sign === "both") xml = sign(xml, "Assertion", spec, idp);
  if (spec.encrypt !== undefined) xml = encryptAssertion(xml, spec.encrypt);
  if (spec.sign === "response" || spec.sign === "both") xml = sign(xml, "Response", spec, idp);
  return Buffer.from(spec.tamper(xml)).toString("base64");
}

type At = (seconds: number) => string;

function subject(spec: ResponseSpec, at: At): string {
  const nameId =
    spec.nameId === undefined
      ? ""
      : `<saml:NameID Format="${spec.nameIdFormat}">${escapeXml(spec.nameId)}</saml:NameID>`;
  const confirmations = spec.confirmations.map(({ method, recipient, notOnOrAfter }) => {
    const data = [
      recipient === undefined ? "" : ` Recipient="${escapeXml(recipient)}"`,
      notOnOrAfter === undefined ? "" : ` NotOnOrAfter="${at(notOnOrAfter)}"`,
    ].join("");
    return `<saml:SubjectConfirmation Method="${method ?? BEARER}"><saml:SubjectConfirmationData${data}/></saml:SubjectConfirmation>`;
  });
  return `<saml:Subject>${nameId}${confirmations.join("")}</saml:Subject>`;
}

function conditions(spec: ResponseSpec, at: At): string {
  const audience =
    spec.audience === undefined
      ? ""
      : `<saml:AudienceRestriction><saml:Audience>${escapeXml(spec.audience)}</saml:Audience></saml:AudienceRestriction>`;
  return `<saml:Conditions NotBefore="${at(spec.notBefore)}" NotOnOrAfter="${at(spec.notOnOrAfter)}">${audience}</saml:Conditions>`;
}

function statements(spec: ResponseSpec, at: At): string {
  const end =
    spec.sessionNotOnOrAfter === undefined ? "" : ` SessionNotOnOrAfter="${at(spec.sessionNotOnOrAfter)}"`;
  const attributes = Object.entries(spec.attributes).map(([name, values]) => {
    const fullName = /^(urn:|https:)/.test(name) ? name : PREFIX + name;
    const elements = values.map((value) => `<saml:AttributeValue>${escapeXml(value)}</saml:AttributeValue>`);
    return `<saml:Attribute Name="${escapeXml(fullName)}">${elements.join("")}</saml:Attribute>`;
  });
  return `<saml:AuthnStatement AuthnInstant="${at(0)}"${end}><saml:AuthnContext><saml:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:unspecified</saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement><saml:AttributeStatement>${attributes.join("")}</saml:AttributeStatement>`;
}

function sign(xml: string, element: string, spec: ResponseSpec, idp: TestIdentityProvider): string {
  const signer = new SignedXml({
    privateKey: idp.privateKey.export({ type: "pkcs8", format: "pem" }),
    publicCert: idp.certificatePem,
    signatureAlgorithm: spec.signatureAlgorithm,
    canonicalizationAlgorithm: C14N,
  });
  const xpath = `//*[local-name(.)='${element}']`;
  signer.addReference({
    xpath,
    digestAlgorithm: spec.digestAlgorithm,
    transforms: ["http://www.w3.org/2000/09/xmldsig#enveloped-signature", C14N],
  });
  signer.computeSignature(xml, {
    prefix: "ds",
    location: { reference: `${xpath}/*[local-name(.)='Issuer']`, action: "after" },
  });
  return signer.getSignedXml();
}
