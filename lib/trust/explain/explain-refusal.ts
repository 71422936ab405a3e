/**
 * What AWS's refusals mean. The room of `lib/trust` owns what AWS must hold for a plan to work, and what an answer
 * of AWS says about it; it knows AWS, entitlements and plans, and nothing of HTTP, the database or who is reading.
 */
import { trustPolicyFor } from "../policies/trust-policy";
import { ARGUMENT_REFUSALS } from "./arguments";
import { CALLER_REFUSALS } from "./caller";
import { CLOCK_REFUSALS } from "./clock";
import { CONSOLE_REFUSALS } from "./console";
import { DENIED_REFUSALS } from "./denied";
import { needOf } from "./denied-causes";
import { DIAGNOSIS_REFUSALS } from "./diagnosis";
import type { AwsAnswer, RefusalEntry, RefusalExplanation, RefusalFacts, Situation } from "./explanation";
import { LIMIT_REFUSALS } from "./limits";
import { SAML_PROOF_REFUSALS } from "./saml-proof";
import { sentRequest } from "./sent-request";
import { WEB_IDENTITY_REFUSALS } from "./web-identity-proof";
import { cause, sentence, TELL_ROLEBRIDGE_ADMIN } from "./words";

/** Every refusal that is known; the first that fits explains. Specific ones stand before general ones. */
export const REFUSALS: readonly RefusalEntry[] = [
  ...CLOCK_REFUSALS,
  ...DIAGNOSIS_REFUSALS,
  ...SAML_PROOF_REFUSALS,
  ...WEB_IDENTITY_REFUSALS,
  ...CALLER_REFUSALS,
  ...DENIED_REFUSALS,
  ...LIMIT_REFUSALS,
  ...ARGUMENT_REFUSALS,
  ...CONSOLE_REFUSALS,
];

/** For an answer that nobody has met. It says so. */
const UNKNOWN: RefusalEntry = {
  id: "unknown",
  meaning: ({ answer }) => `Rolebridge does not know this answer of AWS (${answer.awsCode}).`,
  causes: () => [
    cause("unknown", "rolebridge_administrator", "possible", {
      what: "Nothing is known of it but AWS's own words.",
      todo: "Look the code up in the AWS documentation of STS, and report it so that it is explained here.",
      hint: TELL_ROLEBRIDGE_ADMIN,
    }),
  ],
  trust: true,
  proves: [],
};

/** More would not be read. */
const MAX_HINTS = 3;

/**
 * A refusal of AWS in this situation: what it means, what may be the cause, what to do, and who must do it.
 * `hints` is for the person who asked; the whole is for administrators.
 *
 * @param answer AWS's own code and words; the code may be empty when only the words are known
 */
export function explainRefusal(
  plan: Situation["plan"],
  answer: AwsAnswer,
  facts: RefusalFacts,
): RefusalExplanation {
  const situation: Situation = { plan, answer, facts };
  const entry = refusalEntryFor(plan, answer);
  const causes = byCertainty(entry.causes(situation));
  const need = entry.trust === true ? needOf(situation) : undefined;
  const { samlEntityId: saml, issuer: oidc } = facts.settings;
  return {
    id: entry.id,
    awsCode: answer.awsCode,
    awsMessage: answer.awsMessage,
    meaning: sentence(entry.meaning(situation)),
    causes,
    hints: [...new Set(causes.map(({ hint }) => hint))].slice(0, MAX_HINTS),
    sent: sentRequest(plan, { saml, oidc }),
    ...(need === undefined ? {} : { trustPolicy: trustPolicyFor(need) }),
  };
}

/** The entry of the table that explains an answer to a plan. */
export function refusalEntryFor(plan: Situation["plan"], answer: AwsAnswer): RefusalEntry {
  const code = answer.awsCode.replace(/Exception$/, "");
  const known = REFUSALS.find(
    ({ codes, message, kinds }) =>
      (codes === undefined || codes.includes(code)) &&
      (message === undefined || message.test(answer.awsMessage)) &&
      (kinds === undefined || kinds.includes(plan.kind)),
  );
  return known ?? UNKNOWN;
}

/** What is certain first; otherwise as the entry has them. */
function byCertainty<T extends { readonly certainty: "certain" | "likely" | "possible" }>(
  causes: readonly T[],
): readonly T[] {
  const rank = { certain: 0, likely: 1, possible: 2 };
  return [...causes].sort((a, b) => rank[a.certainty] - rank[b.certainty]);
}
