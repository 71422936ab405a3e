import { timingSafeEqual } from "node:crypto";
import type { Cloud } from "../cloud";
import { fault } from "../faults";
import { refuse } from "../saml/refuse";
import type { Account, MfaDevice, User } from "../store/account";
import { totpCode, totpStep } from "./totp";

/** What a call says of MFA; neither part is required, but one without the other is refused. */
export interface MfaClaim {
  readonly serialNumber: string | undefined;
  readonly tokenCode: string | undefined;
}

/**
 * Takes the code of a call: from then on it, and every code before it, is spent.
 * @param user whoever signed, when that is an IAM user; nobody else has an MFA device.
 * @returns whether MFA was shown; false when the call says nothing of it.
 * @throws AwsFault AccessDenied
 */
export function redeemMfa(
  claim: MfaClaim,
  { account, user }: { readonly account: Account; readonly user: User | undefined },
  cloud: Cloud,
): boolean {
  const { serialNumber, tokenCode } = claim;
  if (serialNumber === undefined && tokenCode === undefined) return false;
  if (serialNumber === undefined || tokenCode === undefined) throw refuse(cloud.assumptions, "mfaIncomplete");
  const device = account.mfaDevices.get(serialNumber);
  if (user === undefined || device === undefined || device.userName !== user.userName) {
    throw fault("mfaDeviceUnknown");
  }
  const step = stepOfCode(device, tokenCode, cloud);
  if (step === undefined) throw fault("mfaCodeInvalid");
  account.mfaDevices.set(serialNumber, { ...device, lastStep: step });
  return true;
}

/** The step a code belongs to: within the drift that is forgiven, and after the last that was taken. */
export function stepOfCode(
  device: MfaDevice,
  code: string,
  { clock, assumptions }: Pick<Cloud, "clock" | "assumptions">,
): number | undefined {
  const now = totpStep(clock());
  for (let step = now - assumptions.mfaDriftSteps; step <= now + assumptions.mfaDriftSteps; step += 1) {
    if (step > device.lastStep && sameText(totpCode(device.secret, step), code)) return step;
  }
  return undefined;
}

function sameText(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
}
