import { randomBytes } from "node:crypto";
import { fault } from "../faults";
import type { Account, MfaDevice } from "../store/account";

/** IAM makes secrets of 64 base32 characters. */
const SECRET_BYTES = 40;

/**
 * Makes a virtual MFA device; nobody's until it is enabled.
 * @throws AwsFault EntityAlreadyExists
 */
export function addMfaDevice(
  account: Account,
  serialNumber: string,
  secret: Buffer = randomBytes(SECRET_BYTES),
): MfaDevice {
  if (account.mfaDevices.has(serialNumber)) {
    throw fault("entityAlreadyExists", "MFADevice entity at the same path and name already exists.");
  }
  const device = { serialNumber, secret, userName: undefined, enableDate: undefined, lastStep: 0 };
  account.mfaDevices.set(serialNumber, device);
  return device;
}

/** ARN that serves as a virtual device's serial number. */
export function virtualMfaSerial({ partition, accountId }: Account, name: string, path = "/"): string {
  return `arn:${partition.name}:iam::${accountId}:mfa${path}${name}`;
}
