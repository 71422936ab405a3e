/** Refusals of a question that is asked with a session: the session was given, and what is wrong is the question. */
import type { RefusalEntry } from "./explanation";
import { cause, subject, tellAwsAdmin } from "./words";

const QUESTIONS = /not authorized to perform:? (sts:(?:DecodeAuthorizationMessage|GetAccessKeyInfo))/i;

export const DIAGNOSIS_REFUSALS: readonly RefusalEntry[] = [
  {
    id: "diagnosis.message_invalid",
    codes: ["InvalidAuthorizationMessage"],
    meaning: () =>
      "AWS cannot read this encoded message: it is not whole, or AWS did not make it for this account.",
    causes: () => [
      cause("message_incomplete", "person", "likely", {
        what: "A part of the message is missing, or something came into it: a quote, a line break, an ellipsis.",
        todo: "Copy it again, from behind “Encoded authorization failure message:” to its end.",
        hint: "Copy the message again, from behind “Encoded authorization failure message:” to its very end.",
      }),
      cause("message_of_another_account", "person", "possible", {
        what: "The request that was refused was made in another account or partition.",
        todo: "Ask with a role of the account in which the request was refused.",
        hint: "Choose a role of the account in which the request was refused.",
      }),
    ],
    fails: "caller_identity",
    proves: ["signature", "trust"],
  },
  {
    id: "diagnosis.not_permitted",
    codes: ["AccessDenied"],
    message: QUESTIONS,
    meaning: ({ plan, answer }) =>
      `AWS gave a session, and the policies of ${subject(plan)} do not allow it ${actionIn(answer.awsMessage)}.`,
    causes: ({ plan, answer }) => [
      cause("question_not_permitted", "aws_administrator", "certain", {
        what: `No policy of ${subject(plan)} allows ${actionIn(answer.awsMessage)}, or one denies it.`,
        todo: `Attach a policy that allows ${actionIn(answer.awsMessage)} on all resources, or ask with a role that has one.`,
        hint: `The role you chose may not do this: its policies must allow ${actionIn(answer.awsMessage)}. Choose another of your roles. ${tellAwsAdmin(plan)}`,
      }),
    ],
    fails: "caller_identity",
    proves: ["signature", "trust"],
  },
  {
    id: "diagnosis.key_id_invalid",
    codes: ["ValidationError"],
    message: /access key ID is not valid|at 'accessKeyId'/i,
    meaning: () => "AWS does not take this as the id of an access key.",
    causes: () => [
      cause("key_id_malformed", "person", "certain", {
        what: "The id of an access key is twenty capital letters and digits and begins with AKIA or ASIA.",
        todo: "Copy the id again; it is not the secret.",
        hint: "Copy the access key id again: twenty capital letters and digits, not the secret.",
      }),
    ],
    fails: "caller_identity",
    proves: ["signature", "trust"],
  },
];

function actionIn(message: string): string {
  return QUESTIONS.exec(message)?.[1] ?? "this call";
}
