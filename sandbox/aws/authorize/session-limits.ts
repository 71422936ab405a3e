import type { Caller } from "../sigv4/authenticate";

/** The last two are permissions that AssumeRole takes, not calls. */
const USER_SESSION_MAY = ["AssumeRole", "GetCallerIdentity", "TagSession", "SetSourceIdentity"];

/**
 * What a kind of temporary credentials can never do, whatever policies say.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_sts-comparison.html
 */
export function kindForbids(caller: Caller, action: string): boolean {
  if (caller.kind !== "session") return false;
  const [service = "", operation = ""] = action.split(":");
  switch (caller.session.kind) {
    case "assumed-role":
      return false;
    case "federated-user":
      return service === "iam" || (service === "sts" && operation !== "GetCallerIdentity");
    case "session-token":
      if (service === "iam") return caller.session.mfaAuthenticatedAt === undefined;
      return service === "sts" && !USER_SESSION_MAY.includes(operation);
  }
}
