import { fault } from "../faults";

/** A JWT's parts, believed by nobody yet. */
export interface DecodedToken {
  readonly header: Claims;
  readonly claims: Claims;
  /** What the signature covers. */
  readonly signed: string;
  readonly signature: Buffer;
}

export type Claims = Readonly<Record<string, unknown>>;

/**
 * Takes a token apart.
 * @throws AwsFault InvalidIdentityToken. Anything with characters that no JWT has (a newline at the end, the `|` of
 * Amazon's access tokens) is taken for a token of Login with Amazon.
 */
export function decodeToken(token: string): DecodedToken {
  if (!/^[A-Za-z0-9_.=-]*$/.test(token)) throw fault("notALoginWithAmazonToken");
  const [header, claims, signature, ...more] = token.split(".");
  if (header === undefined || claims === undefined || !signature || more.length > 0) throw fault("notAJwt");
  return {
    header: jsonObject(header),
    claims: jsonObject(claims),
    signed: `${header}.${claims}`,
    signature: Buffer.from(signature, "base64url"),
  };
}

function jsonObject(part: string): Claims {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, "base64url").toString());
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Claims;
  } catch {
    // Answered below, with everything else that is no JSON object.
  }
  throw fault("notAJwt");
}
