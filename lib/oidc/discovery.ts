import { AppError } from "../errors/app-error";

/** What we need of a provider's discovery document (OpenID Connect Discovery 1.0, section 3). */
export interface ProviderMetadata {
  readonly issuer: string;
  readonly authorizationEndpoint: string;
  readonly tokenEndpoint: string;
  readonly jwksUri: string;
}

/** `<issuer>/.well-known/openid-configuration` (section 4.1: any trailing slash of the issuer goes first). */
export function discoveryUrl(issuer: string): string {
  return `${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`;
}

function unusable(detail: string): AppError {
  return new AppError("admin.fetch_failed", { detail, reason: "discovery_unusable" });
}

function parseObject(text: string): Readonly<Record<string, unknown>> {
  try {
    const document: unknown = JSON.parse(text);
    if (typeof document === "object" && document !== null && !Array.isArray(document)) {
      return document as Readonly<Record<string, unknown>>;
    }
  } catch {
    // Answered below, like every other text that is no JSON object.
  }
  throw unusable("The issuer's discovery document is not a JSON object.");
}

function text(document: Readonly<Record<string, unknown>>, name: string): string {
  const value = document[name];
  if (typeof value !== "string" || !URL.canParse(value)) {
    throw unusable(`The issuer's discovery document has no usable ${name}.`);
  }
  return value;
}

/**
 * Checks a discovery document against the issuer an administrator entered.
 * @throws AppError `admin.fetch_failed` with a public detail: another issuer (compared exactly, section 4.3),
 *   no code flow, no endpoints
 */
export function readDiscovery(issuer: string, documentText: string): ProviderMetadata {
  const document = parseObject(documentText);
  if (document.issuer !== issuer) {
    const named = typeof document.issuer === "string" ? document.issuer.slice(0, 300) : "none";
    throw unusable(
      `The document at this address names the issuer ${named}. Enter the issuer exactly like that.`,
    );
  }
  const responseTypes = document.response_types_supported;
  if (!Array.isArray(responseTypes) || !responseTypes.includes("code")) {
    throw unusable("This issuer does not offer the authorization code flow.");
  }
  return {
    issuer,
    authorizationEndpoint: text(document, "authorization_endpoint"),
    tokenEndpoint: text(document, "token_endpoint"),
    jwksUri: text(document, "jwks_uri"),
  };
}
