/** Refusals of AWS's sign-in, some of which only the person sees, on AWS's own page. */
import type { RefusalEntry, Situation } from "./explanation";
import { cause, subject, TELL_ROLEBRIDGE_ADMIN } from "./words";

export const CONSOLE_REFUSALS: readonly RefusalEntry[] = [
  {
    id: "console.response_invalid",
    message: /invalid SAML response/i,
    kinds: ["saml", "saml-relay"],
    meaning: () =>
      "AWS's sign-in page does not say what about the proof it does not take; the same proof at STS does.",
    causes: () => [
      cause("see_check", "rolebridge_administrator", "likely", {
        what: "Whatever STS would refuse (certificate, audience, role, trust policy), or a proof older than five minutes.",
        todo: "Run “Check this target”: it asks STS with the same proof and shows which step fails.",
        hint: "Open the console again from Rolebridge, at once; if AWS says the same, tell a Rolebridge administrator.",
      }),
      cause("duration_above_role", "rolebridge_administrator", "possible", {
        what: "The duration is above the role's maximum in AWS.",
        todo: "Enter the role's real maximum at this target.",
        hint: "Choose a shorter duration.",
      }),
    ],
    proves: [],
  },
  {
    id: "console.session_kind",
    message: /only federation tokens or assume role tokens/i,
    meaning: () => "AWS's sign-in opens the console for roles and federated users only.",
    causes: notForConsole,
    fails: "caller_identity",
    proves: [],
  },
  {
    id: "console.no_token",
    message: /invalid credentials parameter|syntactically incorrect|no sign-in token/i,
    meaning: () => "AWS's sign-in does not make a link out of these credentials.",
    causes: notForConsole,
    fails: "caller_identity",
    proves: [],
  },
];

function notForConsole({ plan }: Situation) {
  if (plan.kind === "session-token") {
    return [
      cause("kind_without_console", "person", "certain", {
        what: `Sessions of the kind session-token cannot open the console: they are those of ${subject(plan)} itself.`,
        todo: "Take credentials, or assume a role with them.",
        hint: "This access cannot open the console. Take credentials instead.",
      }),
    ];
  }
  return [
    cause("session_duration", "rolebridge_administrator", "likely", {
      what: "The session is one of a chained role or of a federated user, for which no duration may be asked, or it has ended.",
      todo: "Try once more; a link without a duration lives as long as the credentials.",
      hint: "Open the console in the usual way instead of by link, or take credentials.",
    }),
    cause("session_unknown", "operator", "possible", {
      what: "The sign-in address and STS belong to different partitions or to different installations.",
      todo: "Look at the sign-in address that Rolebridge is configured with.",
      hint: TELL_ROLEBRIDGE_ADMIN,
    }),
  ];
}
