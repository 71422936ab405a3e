/**
 * The SAML half of the IdP: reads AuthnRequests and answers them with signed assertions, by samlify. Every
 * request is held against the OASIS schema first, so the product's requests are judged by a foreign eye.
 */
import { createRequire } from "node:module";
import { inflateRawSync } from "node:zlib";
import { validate } from "@authenio/samlify-xmllint-wasm";
import type { Persona } from "../personas";
import type { RsaKey } from "../rsa-key";
import { MFA_CONTEXT } from "../second-factor";
import { AWS_APP_ATTRIBUTES, AWS_ENTITY_ID, AWS_SIGNIN, isAssignedToAws } from "./aws-app";
import { RefusedRequest } from "./refused-request";
import {
  type AttributeRule,
  attributeValues,
  PERSON_ATTRIBUTES,
  responseTemplate,
} from "./response-template";
import { createSingleLogout, type Participant, type SingleLogout } from "./single-logout";

// Node cannot see the names that this CommonJS package exports, so an import statement finds half of them.
const { Constants, Extractor, IdentityProvider, SamlLib, ServiceProvider, setSchemaValidator } =
  createRequire(import.meta.url)("samlify") as typeof import("samlify");

type ServiceProviderEntity = ReturnType<typeof ServiceProvider>;

setSchemaValidator({ validate });

const PERSISTENT = "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent";
const PASSWORD_CONTEXT = "urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport";
const FIVE_MINUTES = 300_000;
const EIGHT_HOURS = 8 * 3_600_000;
const MAX_REQUEST_BYTES = 64 * 1024;

/** Whom answers are for, and what they say. */
interface Application {
  readonly serviceProvider: ServiceProviderEntity;
  /** Where answers are posted to. */
  readonly acsUrl: string;
  /** Destination and Recipient. */
  readonly addressedTo: string;
  readonly attributes: readonly AttributeRule[];
  readonly isAssigned: (persona: Persona) => boolean;
}

export interface AuthnRequest {
  readonly id: string;
  readonly application: Application;
  readonly acsUrl: string;
  readonly forceAuthn: boolean;
  /** Whether the context it asks for takes a second factor. */
  readonly secondFactor: boolean;
}

/** How somebody signed in here. */
export interface Authenticated {
  readonly persona: Persona;
  readonly authenticatedAt: Date;
  readonly secondFactor: boolean;
}

export interface Answer {
  /** Where to post it. */
  readonly acsUrl: string;
  /** Base64, for the form field `SAMLResponse`. */
  readonly samlResponse: string;
  /** The session it begins at the application. */
  readonly participant: Participant;
}

/** Gives the metadata of a service provider that this IdP serves, or undefined for a stranger. */
export type ServiceProviderLookup = (entityId: string) => Promise<string | undefined>;

export interface Responder {
  readonly metadata: string;
  readonly logout: SingleLogout;
  /** @param samlRequest as in the redirect binding: base64 of the raw-deflated request */
  readRequest(samlRequest: string): Promise<AuthnRequest>;
  respond(request: AuthnRequest, signedIn: Authenticated): Promise<Answer>;
  /** The same without a request. */
  respondUnasked(entityId: string, signedIn: Authenticated): Promise<Answer>;
}

/** @throws RefusedRequest when this is not the base64 of a deflated text */
function inflate(samlRequest: string): string {
  try {
    return inflateRawSync(Buffer.from(samlRequest, "base64"), {
      maxOutputLength: MAX_REQUEST_BYTES,
    }).toString("utf8");
  } catch {
    throw new RefusedRequest("The SAMLRequest could not be unpacked.");
  }
}

const REQUEST_FIELDS = [
  ...Extractor.loginRequestFields,
  { key: "forceAuthn", localPath: ["AuthnRequest"], attributes: ["ForceAuthn"] },
  {
    key: "authnContext",
    localPath: ["AuthnRequest", "RequestedAuthnContext", "AuthnContextClassRef"],
    attributes: [],
  },
];

/** What goes into the placeholders of the template. All of it is escaped by samlify. */
function templateValues(answer: {
  readonly issuer: string;
  readonly audience: string;
  /** Destination and Recipient. */
  readonly addressedTo: string;
  readonly inResponseTo: string | undefined;
  readonly signedIn: Authenticated;
  readonly newId: () => string;
  readonly attributes: readonly AttributeRule[];
}): Record<string, string | undefined> {
  const now = new Date();
  const later = (milliseconds: number) => new Date(now.getTime() + milliseconds).toISOString();
  const { persona, authenticatedAt, secondFactor } = answer.signedIn;
  return {
    ID: answer.newId(),
    AssertionID: answer.newId(),
    SessionIndex: answer.newId(),
    Issuer: answer.issuer,
    Audience: answer.audience,
    Destination: answer.addressedTo,
    SubjectRecipient: answer.addressedTo,
    InResponseTo: answer.inResponseTo,
    IssueInstant: now.toISOString(),
    AuthnInstant: authenticatedAt.toISOString(),
    AuthnContext: secondFactor ? MFA_CONTEXT : PASSWORD_CONTEXT,
    ConditionsNotBefore: later(-30_000),
    NotOnOrAfter: later(FIVE_MINUTES),
    SessionNotOnOrAfter: later(EIGHT_HOURS),
    StatusCode: Constants.StatusCode.Success,
    NameIDFormat: PERSISTENT,
    NameID: persona.employeeId,
    ...attributeValues(answer.attributes, persona),
  };
}

const AWS_METADATA = `<EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" entityID="${AWS_ENTITY_ID}"><SPSSODescriptor WantAssertionsSigned="true" protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol"><AssertionConsumerService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" Location="${AWS_SIGNIN}" index="1" isDefault="true"/></SPSSODescriptor></EntityDescriptor>`;

export interface ResponderOptions {
  /** entityID of this IdP. */
  readonly issuer: string;
  /** Address of the single sign-on service, for both bindings. */
  readonly ssoUrl: string;
  /** Address of the single logout service, by redirect. */
  readonly sloUrl: string;
  readonly key: RsaKey;
  readonly lookup: ServiceProviderLookup;
  /** Where answers for AWS are posted to. */
  readonly relayUrl: string;
}

export function createResponder({
  issuer,
  ssoUrl,
  sloUrl,
  key,
  lookup,
  relayUrl,
}: ResponderOptions): Responder {
  const idp = IdentityProvider({
    entityID: issuer,
    privateKey: key.privateKeyPem,
    signingCert: key.certificatePem,
    requestSignatureAlgorithm: Constants.algorithms.signature.RSA_SHA256,
    nameIDFormat: [PERSISTENT],
    singleSignOnService: [
      { Binding: Constants.namespace.binding.redirect, Location: ssoUrl },
      { Binding: Constants.namespace.binding.post, Location: ssoUrl },
    ],
    singleLogoutService: [{ Binding: Constants.namespace.binding.redirect, Location: sloUrl }],
    wantLogoutRequestSigned: true,
    wantLogoutResponseSigned: true,
  });

  const aws: Application = {
    serviceProvider: ServiceProvider({ metadata: AWS_METADATA }),
    acsUrl: relayUrl,
    addressedTo: AWS_SIGNIN,
    attributes: AWS_APP_ATTRIBUTES,
    isAssigned: isAssignedToAws,
  };

  async function applicationOf(entityId: string): Promise<Application> {
    if (entityId === AWS_ENTITY_ID) return aws;
    const metadata = await lookup(entityId);
    if (metadata === undefined) {
      throw new RefusedRequest(`No application with the entity ID “${entityId}” is set up here.`);
    }
    const sp = ServiceProvider({ metadata, wantLogoutRequestSigned: true, wantLogoutResponseSigned: true });
    const acsUrl = String(sp.entityMeta.getAssertionConsumerService("post"));
    return {
      serviceProvider: sp,
      acsUrl,
      addressedTo: acsUrl,
      attributes: PERSON_ATTRIBUTES,
      isAssigned: () => true,
    };
  }

  async function answer(
    application: Application,
    signedIn: Authenticated,
    requestId?: string,
  ): Promise<Answer> {
    const { serviceProvider: sp, acsUrl, addressedTo, attributes } = application;
    const { persona } = signedIn;
    if (!application.isAssigned(persona)) {
      throw new RefusedRequest("You are not assigned to this application.");
    }
    const values = templateValues({
      issuer,
      audience: sp.entityMeta.getEntityID(),
      addressedTo,
      attributes,
      inResponseTo: requestId,
      signedIn,
      newId: () => idp.getEntitySetting().generateID?.() ?? "",
    });
    const { context } = await idp.createLoginResponse(sp, { extract: {} }, "post", {}, () => ({
      id: values.ID ?? "",
      context: SamlLib.replaceTagsByValue(responseTemplate(attributes, persona), values),
    }));
    const participant = {
      entityId: sp.entityMeta.getEntityID(),
      nameId: persona.employeeId,
      sessionIndex: values.SessionIndex ?? "",
    };
    return { acsUrl, samlResponse: context, participant };
  }

  return {
    metadata: idp.getMetadata(),
    logout: createSingleLogout(idp, async (entityId) => (await applicationOf(entityId)).serviceProvider),
    async readRequest(samlRequest) {
      const fields = Extractor.extract(inflate(samlRequest), REQUEST_FIELDS);
      const application = await applicationOf(String(fields.issuer ?? ""));
      const { serviceProvider: sp, acsUrl } = application;
      const parsed = await idp
        .parseLoginRequest(sp, "redirect", { query: { SAMLRequest: samlRequest } })
        .catch((cause: unknown) => {
          throw new RefusedRequest("The AuthnRequest does not follow the SAML schema.", { cause });
        });
      const request = parsed.extract.request ?? {};
      if (request.destination !== undefined && request.destination !== ssoUrl) {
        throw new RefusedRequest(`The AuthnRequest is addressed to ${String(request.destination)}.`);
      }
      if (
        request.assertionConsumerServiceUrl !== undefined &&
        request.assertionConsumerServiceUrl !== acsUrl
      ) {
        throw new RefusedRequest(
          "The AuthnRequest names an address that the application's metadata does not have.",
        );
      }
      return {
        id: String(request.id),
        application,
        acsUrl,
        forceAuthn: String(fields.forceAuthn) === "true",
        secondFactor: [fields.authnContext].flat().includes(MFA_CONTEXT),
      };
    },
    respond: (request, signedIn) => answer(request.application, signedIn, request.id),
    async respondUnasked(entityId, signedIn) {
      return answer(await applicationOf(entityId), signedIn);
    },
  };
}
