/** Refusals because of a limit: of a role, of the packed size, of a region, of a rate. */

import type { SessionPlan, SessionTag } from "../../issuance/plan";
import { sessionPolicy } from "./arguments";
import type { RefusalCause, RefusalEntry, RefusalFacts, Situation } from "./explanation";
import { account, cause, list, spoken, subject, tellAwsAdmin } from "./words";

export const LIMIT_REFUSALS: readonly RefusalEntry[] = [
  {
    id: "limit.role_duration",
    codes: ["ValidationError"],
    message: /exceeds the MaxSessionDuration/i,
    meaning: ({ plan }) =>
      `${subject(plan)} allows shorter sessions than the ${spoken(plan.durationSeconds)} asked for.`,
    causes: ({ plan }) => [
      cause("role_maximum", "person", "certain", {
        what: `The role's maximum session duration in AWS is below ${plan.durationSeconds} seconds.`,
        todo: "Choose a shorter duration.",
        hint: `The role allows shorter sessions than ${spoken(plan.durationSeconds)}. Choose a shorter duration.`,
      }),
      cause("role_maximum_too_low", "aws_administrator", "certain", {
        what: `The maximum session duration of ${subject(plan)} is lower than what Rolebridge offers.`,
        todo: `Raise it in IAM, or let a Rolebridge administrator enter the role's real maximum at this target, so that nobody is offered more.`,
        hint: "For longer sessions the role must be changed in AWS; a Rolebridge administrator can ask for it.",
      }),
    ],
    fails: "duration",
    proves: [],
  },
  {
    id: "limit.chaining",
    codes: ["ValidationError"],
    message: /1 hour session limit/i,
    meaning: () =>
      "Rolebridge calls with a role's session, and a role that is assumed from a role lasts one hour at most.",
    causes: () => [
      cause("chained", "person", "certain", {
        what: "This role is assumed through another role, so AWS gives one hour at most.",
        todo: "Choose one hour or less.",
        hint: "This role gives sessions of one hour at most. Choose a shorter duration.",
      }),
      cause("chained_longer", "rolebridge_administrator", "possible", {
        what: "Longer sessions need a kind without a chain.",
        todo: "Use the kind saml or web-identity, or an access key of an IAM user without a hub role.",
        hint: "For longer sessions the set-up must change; a Rolebridge administrator can say whether it can.",
      }),
    ],
    fails: "duration",
    proves: [],
  },
  {
    id: "limit.packed_tags",
    codes: ["PackedPolicyTooLarge"],
    message: /session tags/i,
    meaning: ({ answer }) => {
      const percent = /(\d+)%/.exec(answer.awsMessage)?.[1];
      return percent === undefined
        ? "The session tags take more room than AWS has for them."
        : `The session tags take ${percent} % of the room that AWS has for them.`;
    },
    causes: (s) => [tooMuch(s)],
    fails: "tags",
    proves: ["signature"],
  },
  {
    id: "limit.token_size",
    codes: ["PackedPolicyTooLarge"],
    message: /serialized token too large/i,
    meaning: () =>
      "Session tags, session policies and what AWS notes of the session itself together do not fit into a session token.",
    causes: (s) => [tooMuch(s)],
    fails: "session_policy",
    proves: ["signature"],
  },
  {
    id: "limit.packed",
    codes: ["PackedPolicyTooLarge"],
    meaning: () => "Session tags and session policy together take more room than AWS has for them.",
    causes: (s) => [tooMuch(s)],
    fails: "session_policy",
    proves: [],
  },
  {
    id: "limit.policy_malformed",
    codes: ["MalformedPolicyDocument"],
    meaning: () => "AWS cannot read the session policy of this target.",
    causes: (s) => [sessionPolicy(s, "certain")],
    fails: "session_policy",
    proves: [],
  },
  {
    id: "region.disabled",
    codes: ["RegionDisabled"],
    meaning: ({ plan }) => `STS is not switched on for region ${plan.region} in ${account(plan)}.`,
    causes: ({ plan }) => [
      cause("region_disabled", "rolebridge_administrator", "certain", {
        what: `Region ${plan.region} is one that an account must opt into, and this one has not; what counts is the account of the role.`,
        todo: "Give the account another region in Rolebridge.",
        hint: `Choose another region than ${plan.region}.`,
      }),
      cause("region_to_enable", "aws_administrator", "possible", {
        what: `Region ${plan.region} is wanted in account ${plan.accountId}.`,
        todo: `Enable region ${plan.region} in the account's settings, or STS for it in IAM's.`,
        hint: tellAwsAdmin(plan),
      }),
    ],
    fails: "endpoint",
    proves: [],
  },
  {
    id: "limit.rate",
    codes: ["Throttling", "ThrottledException", "RequestLimitExceeded", "TooManyRequests", "SlowDown"],
    meaning: ({ plan }) => `AWS receives too many calls in region ${plan.region} just now.`,
    causes: ({ plan }) => [
      cause("rate", "person", "likely", {
        what: "Calls of one account and region are limited (600 a second).",
        todo: "Try again in a minute.",
        hint: "AWS receives too many requests just now. Try again in a minute.",
      }),
      cause("rate_shared", "operator", "possible", {
        what: `Something else uses up the quota of STS in ${plan.region}.`,
        todo: "Give the accounts further regions, so that another one is asked when this one is full.",
        hint: "If it stays, give the reference to a Rolebridge administrator.",
      }),
    ],
    fails: "endpoint",
    proves: [],
  },
];

function tooMuch(s: Situation): RefusalCause {
  const { plan } = s;
  return cause("too_large", "rolebridge_administrator", "certain", {
    what: `${carried(s)}, which AWS packs into a space of fixed size.`,
    todo:
      plan.kind === "saml-relay"
        ? "Send fewer or shorter PrincipalTag attributes in the company identity provider's app for AWS."
        : "Use fewer or shorter ones. A policy that is attached to the role takes no room in the session.",
    hint: "Your session tags and the session policy are too large for AWS. Give the reference to a Rolebridge administrator.",
  });
}

function carried({ plan, facts }: Situation): string {
  const parts = [
    ...(plan.tags.length > 0 ? [`the tags ${list(longestFirst(plan, facts.tagAttributes))}`] : []),
    ...(plan.policy === undefined ? [] : [`a session policy of ${plan.policy.length} characters`]),
    ...(plan.policyArns.length > 0 ? [`${plan.policyArns.length} policy ARNs`] : []),
  ];
  if (plan.kind === "saml-relay")
    return `The company identity provider's assertion sets session tags${parts.length > 0 ? `, and this target carries ${list(parts)}` : ""}`;
  // A session that calls brings its transitive tags along; no plan shows those.
  return parts.length > 0
    ? `This target carries ${list(parts)}`
    : "The identity that calls hands its transitive tags on";
}

/** Whoever shortens something begins with the longest; an attribute is shortened where it comes from. */
function longestFirst(
  { tags }: SessionPlan,
  attributes: RefusalFacts["tagAttributes"] = {},
): readonly string[] {
  const size = ({ key, value }: SessionTag) => [...key, ...value].length;
  return [...tags]
    .sort((a, b) => size(b) - size(a))
    .map((tag) => {
      const attribute = attributes[tag.key];
      const from = attribute === undefined ? "" : `, from the attribute ${attribute}`;
      return `${tag.key} (${size(tag)} characters${from})`;
    });
}
