/** Questions about AWS that a person asks with a session of their own. Part of `use-cases.ts`. */
import type { CallerIdentity } from "../../aws/sts-port";
import type { Actor } from "../../identity/actor";
import type { PersonalInput } from "../access/requirements";

/** The entitlement whose session asks. */
export type DiagnosisInput = { readonly entitlementId: string } & PersonalInput;

export interface DiagnosisUseCases {
  /** "Who am I?" with a fresh session. */
  identity(actor: Actor, input: DiagnosisInput): Promise<CallerIdentity>;
  /** What AWS's encoded refusal says. @returns AWS's JSON, parsed */
  decode(
    actor: Actor,
    input: DiagnosisInput & { readonly encodedMessage: string },
  ): Promise<{ readonly decoded: unknown }>;
  /** The account that an access key belongs to; its name where it is one of the person's own. */
  accessKey(
    actor: Actor,
    input: DiagnosisInput & { readonly accessKeyId: string },
  ): Promise<{ readonly accountId: string; readonly accountName?: string }>;
}
