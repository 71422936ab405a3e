import type { ErrorSpec } from "../error-spec";

export const AWS_CODES = {
  "aws.refused": {
    kind: "upstream",
    title: "AWS did not allow this. What it said and what it means here is below.",
  },
  "aws.unreachable": {
    kind: "upstream",
    title: "AWS did not answer in time. Try again in a moment.",
  },
  "aws.identity_missing": {
    kind: "unavailable",
    title:
      "Rolebridge has no AWS identity of its own here. The operator can give it one, or an administrator can choose a key for this target.",
  },
  "aws.arn_invalid": {
    kind: "invalid",
    title: "This ARN cannot be used here. Copy it again from the IAM console.",
  },
} as const satisfies Record<string, ErrorSpec>;
