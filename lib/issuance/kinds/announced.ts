import { AppError } from "../../errors/app-error";
import type { SessionProof } from "./kind";

/**
 * The id under which the audit knows what is about to be signed. Without one nothing is (I08).
 * @throws AppError `internal.unexpected`
 */
export function announced({ proofId }: SessionProof): string {
  if (proofId === undefined) throw new AppError("internal.unexpected", { reason: "proof_not_announced" });
  return proofId;
}
