import type { IncomingMessage } from "node:http";

/** Services of this AWS, by their names in credential scopes. */
export type SigningName = "sts" | "iam" | "s3" | "kms";

/** Of a request, what a signature covers and what says who signed it. */
export interface SignedRequest {
  readonly method: string;
  /** As it was sent, escapes and all. */
  readonly path: string;
  /** Without the question mark, undecoded. */
  readonly rawQuery: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: Buffer;
  /** Region of the endpoint that was called; none when it stands for every Region. */
  readonly endpointRegion: string | undefined;
  /** What stands for the body where the client said so (`UNSIGNED-PAYLOAD`); the body's own hash unless given. */
  readonly payloadHash?: string;
}
