/** How explanations name things, so that all name them alike. */
import type { SessionPlan } from "../../issuance/plan";
import { nameOfArn } from "../iam-arn";
import type { RefusalCause, Responsible } from "./explanation";

/** `role Administrator`, `IAM user breakglass`. */
export function subject(plan: SessionPlan): string {
  return "roleArn" in plan ? `role ${nameOfArn(plan.roleArn)}` : `IAM user ${nameOfArn(plan.userArn)}`;
}

/** `AWS account 418273650912 (Meridian Production)`. */
export function account(plan: SessionPlan): string {
  return `AWS account ${plan.accountId} (${plan.accountName})`;
}

export function providerArn(plan: SessionPlan): string {
  return "providerArn" in plan ? plan.providerArn : "";
}

/** `a, b and c`. */
export function list(words: readonly string[], joint = "and"): string {
  const [last = "", ...before] = [...words].reverse();
  return before.length === 0 ? last : `${before.reverse().join(", ")} ${joint} ${last}`;
}

/** Minutes or seconds, rounded, of an amount of seconds. */
export function spoken(seconds: number): string {
  const amount = Math.abs(Math.round(seconds));
  if (amount < 120) return `${amount} seconds`;
  if (amount < 7200) return `${Math.round(amount / 60)} minutes`;
  return `${Math.round((amount / 3600) * 10) / 10} hours`;
}

type Certainty = RefusalCause["certainty"];

/** One line for a cause, so that the tables read as tables. */
export function cause(
  id: string,
  who: Responsible,
  certainty: Certainty,
  text: { readonly what: string; readonly todo: string; readonly hint: string },
): RefusalCause {
  return { id, who, certainty, ...text, what: sentence(text.what) };
}

/** A capital in front, but not of an ARN or an address. */
export function sentence(text: string): string {
  return /^(?:arn|https?):/.test(text) ? text : text.charAt(0).toUpperCase() + text.slice(1);
}

/** What a person can do about the inside of the set-up: pass the reference on. */
export const TELL_ROLEBRIDGE_ADMIN =
  "This is not about your access. Give the reference to a Rolebridge administrator.";

export function tellAwsAdmin(plan: SessionPlan): string {
  return `An administrator of AWS account ${plan.accountId} must change something there; a Rolebridge administrator finds what under the reference.`;
}
