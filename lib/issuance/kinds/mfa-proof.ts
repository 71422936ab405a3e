import type { MfaProof } from "../../aws/sts-port";
import { AppError } from "../../errors/app-error";
import type { PersonalProof } from "./kind";

/**
 * What is shown to AWS of the person's device.
 * @param serialNumber undefined where no code is asked for
 * @throws AppError `issuance.mfa_required`
 */
export function mfaProof(serialNumber: string | undefined, { mfaCode }: PersonalProof): MfaProof | undefined {
  if (serialNumber === undefined) return undefined;
  if (mfaCode !== undefined) return { serialNumber, tokenCode: mfaCode };
  throw new AppError("issuance.mfa_required", { detail: `The device is ${serialNumber}.` });
}
