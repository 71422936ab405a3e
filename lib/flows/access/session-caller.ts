import type { AwsSession } from "../../aws/session";
import type { StsCaller } from "../../aws/sts-port";

/** To ask AWS something with a session that was just got. */
export function sessionCaller({ accessKeyId, secretAccessKey, sessionToken }: AwsSession): StsCaller {
  return { kind: "keys", accessKeyId, secretAccessKey, sessionToken };
}
