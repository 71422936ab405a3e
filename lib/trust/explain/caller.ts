/** Refusals of the credentials that sign a call: of IAM users' keys, of Rolebridge's own identity. */
import type { RefusalCause, RefusalEntry, Situation } from "./explanation";
import { cause, TELL_ROLEBRIDGE_ADMIN } from "./words";

export const CALLER_REFUSALS: readonly RefusalEntry[] = [
  {
    id: "caller.scope",
    codes: ["SignatureDoesNotMatch"],
    message: /credential should be scoped/i,
    meaning: (s) =>
      `The call was signed for another region or service than the endpoint in ${s.plan.region} is.`,
    causes: () => [
      cause("endpoint_region", "rolebridge_administrator", "likely", {
        what: "The account's own STS endpoint belongs to another region than the account's first one, or is no STS.",
        todo: "Correct the endpoint or the region of the account; usually the endpoint stays empty.",
        hint: TELL_ROLEBRIDGE_ADMIN,
      }),
    ],
    fails: "endpoint",
    proves: [],
  },
  {
    id: "caller.secret_wrong",
    codes: ["SignatureDoesNotMatch", "InvalidSignature"],
    meaning: () => "AWS knows the access key, but its secret is another than the one that signed.",
    causes: (s) => [
      cause("secret_wrong", "rolebridge_administrator", "likely", {
        what: `The secret kept for ${keyWords(s)} is not the one that AWS has.`,
        todo: "Make a new access key for the user and enter both parts again.",
        hint: TELL_ROLEBRIDGE_ADMIN,
      }),
      cause("proxy_changes_requests", "operator", "possible", {
        what: "A proxy between Rolebridge and AWS changes requests.",
        todo: "Let calls to AWS pass unchanged.",
        hint: TELL_ROLEBRIDGE_ADMIN,
      }),
    ],
    fails: "signature",
    proves: [],
  },
  {
    id: "caller.key_unknown",
    codes: ["InvalidClientTokenId", "UnrecognizedClient", "InvalidAccessKeyId"],
    meaning: (s) => `AWS does not know ${keyWords(s)}, or not any more.`,
    causes: keyUnknown,
    fails: "signature",
    proves: [],
  },
  {
    id: "caller.is_root",
    codes: ["AccessDenied"],
    message: /by root accounts?\b/i,
    meaning: () => "The access key is one of an account's root user, which may assume no role.",
    causes: (s) => [
      cause("key_of_root", "rolebridge_administrator", "certain", {
        what: `${keyWords(s)} belongs to the root user of its account.`,
        todo: "Delete that key, make an IAM user with a key of its own, enter it, and choose it at this target.",
        hint: TELL_ROLEBRIDGE_ADMIN,
      }),
    ],
    fails: "signature",
    proves: [],
  },
  {
    id: "caller.unsigned",
    codes: ["MissingAuthenticationToken", "IncompleteSignature", "OptInRequired", "NotAuthorized"],
    meaning: () => "The call reached AWS without a usable signature.",
    causes: () => [
      cause("no_credentials", "operator", "likely", {
        what: "Rolebridge found no AWS credentials of its own, or something on the way removed the signature.",
        todo: "Give the process an AWS identity (instance, task or pod role), and let calls to AWS pass unchanged.",
        hint: TELL_ROLEBRIDGE_ADMIN,
      }),
    ],
    fails: "signature",
    proves: [],
  },
];

function keyUnknown(s: Situation): readonly RefusalCause[] {
  const { plan } = s;
  const usesKey = "accessKeyId" in plan && plan.accessKeyId !== undefined;
  const deleted = usesKey
    ? cause("key_deleted", "rolebridge_administrator", "likely", {
        what: `${keyWords(s)} was deleted or switched off in IAM, or its user is gone.`,
        todo: "Make a new access key for the user, enter it, and choose it at this target.",
        hint: TELL_ROLEBRIDGE_ADMIN,
      })
    : cause("own_role_deleted", "operator", "likely", {
        what: "The role that Rolebridge runs as was deleted, which ends its sessions at once, even if it was made anew under the same name.",
        todo: "Restart the process so that it gets fresh credentials.",
        hint: TELL_ROLEBRIDGE_ADMIN,
      });
  return [
    deleted,
    cause("other_partition", "rolebridge_administrator", "possible", {
      what: `The credentials are of another partition than ${plan.partition}: a key of one works in no other.`,
      todo: "Give the target an access key of an IAM user in the account's own partition.",
      hint: TELL_ROLEBRIDGE_ADMIN,
    }),
  ];
}

function keyWords({ plan }: Situation): string {
  const id = "accessKeyId" in plan ? plan.accessKeyId : undefined;
  return id === undefined ? "the key of Rolebridge's own identity" : `access key ${id}`;
}
