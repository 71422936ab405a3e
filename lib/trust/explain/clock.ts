/** Refusals about time: proofs and sessions that are too old or too young, and clocks that run apart. */
import type { RefusalCause, RefusalEntry, Situation } from "./explanation";
import { cause, spoken, TELL_ROLEBRIDGE_ADMIN } from "./words";

const OWN_PROOF = ["saml", "web-identity"] as const;

export const CLOCK_REFUSALS: readonly RefusalEntry[] = [
  {
    id: "clock.redeemed_too_late",
    codes: ["ExpiredToken"],
    message: /redeemed within 5 minutes/i,
    kinds: ["saml"],
    meaning: () =>
      "By AWS's clock the assertion was issued more than five minutes ago. Rolebridge issues it the moment it is used.",
    causes: (s) => [ourClock(s, "behind")],
    fails: "signature",
    proves: ["provider"],
  },
  {
    id: "clock.response_expired",
    codes: ["ExpiredToken"],
    message: /response has expired/i,
    kinds: ["saml"],
    meaning: () =>
      "By AWS's clock the assertion is no longer valid. Rolebridge gives it two minutes from the moment it is used.",
    causes: (s) => [ourClock(s, "behind")],
    fails: "signature",
    proves: ["provider"],
  },
  {
    id: "clock.not_yet_valid",
    codes: ["InvalidIdentityToken"],
    message: /not yet valid/i,
    meaning: () => "By AWS's clock the proof is only valid later.",
    causes: (s) => [ourClock(s, "ahead")],
    fails: "signature",
    proves: ["provider"],
  },
  {
    id: "relay.too_old",
    codes: ["ExpiredToken"],
    message: /redeemed within 5 minutes|response has expired/i,
    kinds: ["saml-relay"],
    meaning: () =>
      "The company identity provider's assertion is older than the five minutes that AWS takes it. Rolebridge cannot renew it: only signing in again does.",
    causes: (s) => [
      cause("assertion_too_old", "person", "likely", {
        what: "More than five minutes passed between signing in at the company identity provider and using the role.",
        todo: "Sign in again through the company identity provider's app for AWS and take the role at once.",
        hint: "Your company sign-in for AWS is older than five minutes. Sign in again and take the role at once.",
      }),
      cause("idp_clock_behind", "operator", "possible", {
        what: "The clock of the company identity provider is behind AWS's.",
        todo: "Ask the operators of the company identity provider to set its clock by NTP.",
        hint: "If this happens right after signing in, tell a Rolebridge administrator the reference.",
      }),
      ...skewKnown(s),
    ],
    fails: "signature",
    proves: ["provider"],
  },
  {
    id: "clock.token_expired",
    codes: ["ExpiredToken"],
    message: /token expired: current date\/time/i,
    meaning: (s) =>
      `By AWS's clock the token ended ${spoken(expiredBy(s.answer.awsMessage))} ago. Rolebridge issues it the moment it is used, for five minutes.`,
    causes: (s) => [ourClock(s, "behind")],
    fails: "signature",
    proves: ["provider"],
  },
  {
    id: "caller.session_expired",
    codes: ["ExpiredToken", "RequestExpired"],
    message: /security token included in the request is expired/i,
    meaning: () => "The AWS session with which Rolebridge itself calls has ended.",
    causes: () => [
      cause("own_session_expired", "operator", "likely", {
        what: "The credentials of Rolebridge's own AWS identity were given once and not renewed.",
        todo: "Give the process credentials that renew themselves (instance, task or pod role), or start it with fresh ones.",
        hint: TELL_ROLEBRIDGE_ADMIN,
      }),
    ],
    fails: "signature",
    proves: [],
  },
  {
    id: "clock.signature_expired",
    codes: ["SignatureDoesNotMatch", "RequestExpired", "InvalidSignature"],
    message: /signature expired/i,
    meaning: ({ answer }) =>
      `The call was signed with a time too far in AWS's past${sayDistance(signatureAge(answer.awsMessage))}.`,
    causes: (s) => [ourClock(s, "behind")],
    fails: "signature",
    proves: [],
  },
  {
    id: "clock.signature_early",
    codes: ["SignatureDoesNotMatch", "RequestTimeTooSkewed", "InvalidSignature"],
    message: /signature not yet current/i,
    meaning: ({ answer }) =>
      `The call was signed with a time in AWS's future${sayDistance(signatureAge(answer.awsMessage))}.`,
    causes: (s) => [ourClock(s, "ahead")],
    fails: "signature",
    proves: [],
  },
  {
    id: "clock.expired",
    codes: ["ExpiredToken"],
    kinds: OWN_PROOF,
    meaning: () => "AWS says that the proof has expired. Rolebridge makes it the moment it is used.",
    causes: (s) => [ourClock(s, "behind")],
    fails: "signature",
    proves: [],
  },
];

/** Seconds by which two clocks may differ before it is worth a word. */
const NOTABLE_SKEW = 30;

function ourClock(s: Situation, direction: "behind" | "ahead"): RefusalCause {
  const skew = measuredSkew(s);
  const measured =
    skew === undefined || Math.abs(skew) < NOTABLE_SKEW
      ? ""
      : ` AWS's clock says ${spoken(skew)} ${skew > 0 ? "later" : "earlier"} than this server's.`;
  return cause(`clock_${direction}`, "operator", measured === "" ? "likely" : "certain", {
    what: `The clock of the server that Rolebridge runs on is ${direction}.${measured}`,
    todo: "Set the server's clock by NTP (chrony, systemd-timesyncd or the hypervisor's) and look whether it stays right.",
    hint: "The clock of the Rolebridge server seems to be wrong. Give the reference to a Rolebridge administrator.",
  });
}

function skewKnown(s: Situation): readonly RefusalCause[] {
  const skew = measuredSkew(s);
  return skew === undefined || Math.abs(skew) < NOTABLE_SKEW
    ? []
    : [ourClock(s, skew > 0 ? "behind" : "ahead")];
}

/** Seconds that AWS's clock is later than ours; absent when AWS's is not known. */
function measuredSkew({ facts, answer }: Situation): number | undefined {
  if (facts.awsTime !== undefined) return (facts.awsTime.getTime() - facts.now.getTime()) / 1000;
  return signatureAge(answer.awsMessage);
}

const DATE = "(\\d{8}T\\d{6}Z)";

/** Seconds that AWS's clock was later than the signature, from AWS's own words; negative when it was earlier. */
function signatureAge(message: string): number | undefined {
  const [, signed, now] =
    new RegExp(`${DATE} is (?:now earlier|still later) than \\d{8}T\\d{6}Z \\(${DATE}`).exec(message) ?? [];
  if (signed === undefined || now === undefined) return undefined;
  return (compactDate(now) - compactDate(signed)) / 1000;
}

function compactDate(text: string): number {
  return Date.parse(text.replace(/(....)(..)(..)T(..)(..)(..)Z/, "$1-$2-$3T$4:$5:$6Z"));
}

function sayDistance(seconds: number | undefined): string {
  return seconds === undefined ? "" : `: ${spoken(seconds)} ${seconds > 0 ? "before" : "after"} AWS's now`;
}

/** Seconds between the two instants that AWS names. */
function expiredBy(message: string): number {
  const [now = 0, end = 0] = (message.match(/\d{9,}/g) ?? []).map(Number);
  return now - end;
}
