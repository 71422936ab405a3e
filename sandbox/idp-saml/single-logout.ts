/**
 * Single logout of the IdP, by samlify and by redirect alone: what it asks of applications, and what they ask of it.
 * Both must be signed.
 */
import { createRequire } from "node:module";
import { inflateRawSync } from "node:zlib";
import { RefusedRequest } from "./refused-request";

// Node cannot see the names that this CommonJS package exports, so an import statement finds half of them.
const { Extractor } = createRequire(import.meta.url)("samlify") as typeof import("samlify");
type Samlify = typeof import("samlify");
type IdpEntity = ReturnType<Samlify["IdentityProvider"]>;
type SpEntity = ReturnType<Samlify["ServiceProvider"]>;

const MAX_MESSAGE_BYTES = 64 * 1024;

/** An application somebody is signed in to, as they are known there. */
export interface Participant {
  readonly entityId: string;
  readonly nameId: string;
  readonly sessionIndex: string;
}

export interface SingleLogout {
  /** A signed LogoutRequest as an address; undefined for an application that takes none. */
  ask(participant: Participant): Promise<{ readonly id: string; readonly url: string } | undefined>;
  /**
   * @param query as it came, without `?`
   * @returns whose session is over, and where the signed answer goes
   * @throws RefusedRequest
   */
  readRequest(query: string): Promise<{ readonly sessionIndex: string; readonly answerUrl: string }>;
  /** @returns the ID of the request that this answers. @throws RefusedRequest */
  readAnswer(query: string): Promise<string>;
}

interface Received {
  readonly sp: SpEntity;
  readonly request: { readonly query: Record<string, string>; readonly octetString: string };
}

/** What the signature covers: these parameters in this order, written as the sender wrote them. */
function octetString(query: string, message: string): string {
  const pairs = query.split("&");
  return [message, "RelayState", "SigAlg"]
    .flatMap((name) => pairs.find((pair) => pair.startsWith(`${name}=`)) ?? [])
    .join("&");
}

function issuerOf(message: string): string {
  try {
    const xml = inflateRawSync(Buffer.from(message, "base64"), {
      maxOutputLength: MAX_MESSAGE_BYTES,
    }).toString();
    const root = /<(?:\w+:)?(LogoutRequest|LogoutResponse)[\s>]/.exec(xml)?.[1] ?? "";
    const fields = [{ key: "issuer", localPath: [root, "Issuer"], attributes: [] }];
    return String(Extractor.extract(xml, fields).issuer ?? "");
  } catch {
    throw new RefusedRequest("The logout message could not be unpacked.");
  }
}

/** @param serviceProviderOf throws RefusedRequest for a stranger */
export function createSingleLogout(
  idp: IdpEntity,
  serviceProviderOf: (entityId: string) => Promise<SpEntity>,
): SingleLogout {
  async function receive(query: string, parameter: "SAMLRequest" | "SAMLResponse"): Promise<Received> {
    const values = Object.fromEntries(new URLSearchParams(query));
    const sp = await serviceProviderOf(issuerOf(values[parameter] ?? ""));
    return { sp, request: { query: values, octetString: octetString(query, parameter) } };
  }
  const refused = (cause: unknown): never => {
    throw new RefusedRequest("The logout message is not signed by the application, or not well made.", {
      cause,
    });
  };
  return {
    async ask({ entityId, nameId, sessionIndex }) {
      const sp = await serviceProviderOf(entityId);
      const location = sp.entityMeta.getSingleLogoutService("redirect");
      if (typeof location !== "string") return undefined;
      const { id, context } = idp.createLogoutRequest(sp, "redirect", { logoutNameID: nameId, sessionIndex });
      return { id, url: context };
    },
    async readRequest(query) {
      const { sp, request } = await receive(query, "SAMLRequest");
      const parsed = await idp.parseLogoutRequest(sp, "redirect", request).catch(refused);
      const { context } = idp.createLogoutResponse(sp, { ...parsed }, "redirect");
      return { sessionIndex: String(parsed.extract.sessionIndex ?? ""), answerUrl: context };
    },
    async readAnswer(query) {
      const { sp, request } = await receive(query, "SAMLResponse");
      const parsed = await idp.parseLogoutResponse(sp, "redirect", request).catch(refused);
      return String(parsed.extract.response?.inResponseTo ?? "");
    },
  };
}
