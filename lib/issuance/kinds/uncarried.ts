import { AppError } from "../../errors/app-error";
import type { PlanCommon } from "../plan";

/** What a plan may ask for that a call of STS has no place for. */
type Part = "session tags" | "transitive tag keys" | "a source identity" | "a session policy";

const IS_ASKED: Readonly<Record<Part, (plan: PlanCommon) => boolean>> = {
  "session tags": ({ tags }) => tags.length > 0,
  "transitive tag keys": ({ transitiveTagKeys }) => transitiveTagKeys.length > 0,
  "a source identity": ({ sourceIdentity }) => sourceIdentity !== undefined,
  "a session policy": ({ policy, policyArns }) => policy !== undefined || policyArns.length > 0,
};

/**
 * Refuses what would be left out: a session policy that is not sent would open more than it allows. Administrators
 * cannot enter such a target; a row may come from elsewhere.
 *
 * @throws AppError `issuance.assertion_invalid`
 */
export function refuseUncarried(plan: PlanCommon, action: string, parts: readonly Part[]): void {
  const left = parts.find((part) => IS_ASKED[part](plan));
  if (left === undefined) return;
  throw new AppError("issuance.assertion_invalid", {
    reason: "uncarried",
    detail: `This target asks for ${left}, and ${action} has no place for it.`,
  });
}
