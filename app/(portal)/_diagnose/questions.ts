/** What the three questions send to `/api/v1/diagnosis/…`, and how they are put. */
export interface Question {
  readonly path: "identity" | "decode" | "access-key";
  readonly title: string;
  readonly text: string;
  readonly ask: string;
  /** What is pasted, under the name that the API knows. */
  readonly field?: {
    readonly name: "encodedMessage" | "accessKeyId";
    readonly label: string;
    readonly placeholder: string;
    readonly isLong: boolean;
  };
}

export const QUESTIONS: readonly Question[] = [
  {
    path: "identity",
    title: "Who am I?",
    text: "Gets a fresh session and asks AWS whose it is. Shows whether a role works at all, and under which name you stand in CloudTrail.",
    ask: "Ask AWS who I am",
  },
  {
    path: "decode",
    title: "Why was I denied?",
    text: "Some services refuse with a long encoded message. Choose a role of the account that refused which may call sts:DecodeAuthorizationMessage; the answer names the permission that was missing, or the statement that denied.",
    ask: "Decode the message",
    field: {
      name: "encodedMessage",
      label: "Encoded message",
      placeholder: "Paste all of it, or the whole error",
      isLong: true,
    },
  },
  {
    path: "access-key",
    title: "Whose access key is this?",
    text: "Says which account an access key ID belongs to, for one found in a log or in code. The role must be allowed sts:GetAccessKeyInfo. Never paste the secret.",
    ask: "Find the account",
    field: { name: "accessKeyId", label: "Access key ID", placeholder: "AKIA… or ASIA…", isLong: false },
  },
];

/** The encoded part of what was pasted: people copy the whole error of the AWS CLI. */
export function encodedMessageIn(pasted: string): string {
  const after = /encoded authorization failure message:\s*/i.exec(pasted);
  const text = after === null ? pasted : pasted.slice(after.index + after[0].length);
  return text.replaceAll(/\s+/g, "");
}
