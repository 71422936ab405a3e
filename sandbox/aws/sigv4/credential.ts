import { fault } from "../faults";
import type { SignedRequest } from "./signed-request";

/** The parts of a Signature Version 4 signature, from the Authorization header or from a presigned query. */
export interface SignatureParts {
  readonly accessKeyId: string;
  /** `20260131/eu-west-1/sts/aws4_request`. */
  readonly scope: string;
  readonly scopeDate: string;
  readonly region: string;
  readonly service: string;
  readonly terminator: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  /** `20260131T093000Z`. */
  readonly amzDate: string;
  readonly securityToken: string | undefined;
  /** Seconds a presigned query is good for; absent for header signatures. */
  readonly expiresAfter: number | undefined;
}

const ALGORITHM = "AWS4-HMAC-SHA256";

/**
 * Reads the signature of a request.
 * @throws AwsFault MissingAuthenticationToken when there is none, IncompleteSignature when parts of it are missing.
 */
export function readSignature(request: SignedRequest): SignatureParts {
  const query = new URLSearchParams(request.rawQuery);
  const header = request.headers.authorization;
  if (header !== undefined) return fromHeader(header, request);
  if (query.get("X-Amz-Algorithm") === ALGORITHM) return fromQuery(query);
  throw fault("missingAuthentication");
}

function fromHeader(header: string, request: SignedRequest): SignatureParts {
  if (!header.startsWith(`${ALGORITHM} `)) throw fault("missingAuthentication");
  const parts = new Map(
    header
      .slice(ALGORITHM.length)
      .split(",")
      .map((part) => {
        const [name = "", ...value] = part.trim().split("=");
        return [name, value.join("=")] as const;
      }),
  );
  const missing = ["Credential", "Signature", "SignedHeaders"].filter((name) => !parts.get(name));
  const amzDate = single(request.headers["x-amz-date"]);
  const problems = missing.map((name) => `Authorization header requires '${name}' parameter.`);
  if (amzDate === undefined) {
    problems.push("Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.");
  }
  if (problems.length > 0) throw fault("incompleteSignature", problems.join(" "));
  return {
    ...credential(parts.get("Credential") ?? ""),
    signedHeaders: (parts.get("SignedHeaders") ?? "").split(";"),
    signature: parts.get("Signature") ?? "",
    amzDate: amzDate ?? "",
    securityToken: single(request.headers["x-amz-security-token"]),
    expiresAfter: undefined,
  };
}

function fromQuery(query: URLSearchParams): SignatureParts {
  const names = ["X-Amz-Credential", "X-Amz-Signature", "X-Amz-SignedHeaders", "X-Amz-Date", "X-Amz-Expires"];
  const missing = names.filter((name) => !query.get(name));
  if (missing.length > 0) {
    throw fault(
      "incompleteSignature",
      missing.map((name) => `AWS query-string parameters must include '${name}'.`).join(" "),
    );
  }
  return {
    ...credential(query.get("X-Amz-Credential") ?? ""),
    signedHeaders: (query.get("X-Amz-SignedHeaders") ?? "").split(";"),
    signature: query.get("X-Amz-Signature") ?? "",
    amzDate: query.get("X-Amz-Date") ?? "",
    securityToken: query.get("X-Amz-Security-Token") ?? undefined,
    expiresAfter: Number(query.get("X-Amz-Expires")),
  };
}

function credential(text: string) {
  const [accessKeyId = "", scopeDate = "", region = "", service = "", terminator = "", ...rest] =
    text.split("/");
  if (terminator === "" || rest.length > 0) {
    throw fault(
      "incompleteSignature",
      `Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '${text}'`,
    );
  }
  const scope = [scopeDate, region, service, terminator].join("/");
  return { accessKeyId, scope, scopeDate, region, service, terminator };
}

function single(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}

/** The Region that a signed request was signed for. */
export function signedRegion(request: SignedRequest): string {
  return readSignature(request).region;
}
