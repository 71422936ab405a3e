import type { AwsFault } from "../faults";

/** A refusal as S3 words it, with the elements some of them carry beside the message. */
export class S3Fault extends Error {
  readonly code: string;
  readonly status: number;
  readonly details: Readonly<Record<string, string>>;

  constructor(code: string, status: number, message: string, details: Readonly<Record<string, string>> = {}) {
    super(message);
    this.name = "S3Fault";
    this.code = code;
    this.status = status;
    this.details = details;
  }
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html */
export const S3_FAULTS = {
  accessDenied: (message = "Access Denied") => new S3Fault("AccessDenied", 403, message),
  noSuchBucket: (BucketName: string) =>
    new S3Fault("NoSuchBucket", 404, "The specified bucket does not exist", { BucketName }),
  noSuchKey: (Key: string) => new S3Fault("NoSuchKey", 404, "The specified key does not exist.", { Key }),
  notImplemented: (Header: string) =>
    new S3Fault(
      "NotImplemented",
      501,
      "A header or query you provided requests a feature that is not implemented.",
      { Header },
    ),
  methodNotAllowed: (Method: string) =>
    new S3Fault("MethodNotAllowed", 405, "The specified method is not allowed against this resource.", {
      Method,
    }),
  wrongRegion: (given: string, Region: string) =>
    new S3Fault(
      "AuthorizationHeaderMalformed",
      400,
      `The authorization header is malformed; the region '${given}' is wrong; expecting '${Region}'`,
      { Region },
    ),
  missingContentSha256: () =>
    new S3Fault("InvalidRequest", 400, "Missing required header for this request: x-amz-content-sha256"),
  signatureVersion2: () =>
    new S3Fault(
      "InvalidRequest",
      400,
      "The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.",
    ),
  contentSha256Mismatch: () =>
    new S3Fault(
      "XAmzContentSHA256Mismatch",
      400,
      "The provided 'x-amz-content-sha256' header does not match what was computed.",
    ),
  badDigest: (name: string) =>
    new S3Fault("BadDigest", 400, `The ${name} you specified did not match the calculated checksum.`),
  incompleteBody: () =>
    new S3Fault(
      "IncompleteBody",
      400,
      "You did not provide the number of bytes specified by the Content-Length HTTP header",
    ),
  entityTooLarge: () =>
    new S3Fault("EntityTooLarge", 400, "Your proposed upload exceeds the maximum allowed size"),
  invalidArgument: (ArgumentName: string) =>
    new S3Fault("InvalidArgument", 400, `Provided ${ArgumentName} not valid`, { ArgumentName }),
  internalError: () =>
    new S3Fault("InternalError", 500, "We encountered an internal error. Please try again."),
} as const;

/**
 * What the signature check of the Query services says, in S3's own codes and words.
 * @param withToken whether the call carried a session token.
 */
export function inWordsOfS3(fault: AwsFault, withToken: boolean): S3Fault {
  const { code, awsMessage = "" } = fault;
  if (code === "MissingAuthenticationToken") return S3_FAULTS.accessDenied();
  if (code === "ExpiredToken") return new S3Fault("ExpiredToken", 400, "The provided token has expired.");
  if (code === "InvalidClientTokenId") {
    return withToken
      ? new S3Fault("InvalidToken", 400, "The provided token is malformed or otherwise invalid.")
      : new S3Fault(
          "InvalidAccessKeyId",
          403,
          "The AWS Access Key Id you provided does not exist in our records.",
        );
  }
  if (/^Signature (expired|not yet current)/.test(awsMessage)) {
    return new S3Fault(
      "RequestTimeTooSkewed",
      403,
      "The difference between the request time and the current time is too large.",
    );
  }
  if (code === "IncompleteSignature" || /^(Credential|Date)\b/.test(awsMessage)) {
    return new S3Fault(
      "AuthorizationHeaderMalformed",
      400,
      `The authorization header is malformed; ${awsMessage.trim()}`,
    );
  }
  return new S3Fault(
    "SignatureDoesNotMatch",
    403,
    "The request signature we calculated does not match the signature you provided. Check your key and signing method.",
  );
}
