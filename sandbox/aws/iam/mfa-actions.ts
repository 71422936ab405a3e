import { fault } from "../faults";
import { toBase32 } from "../mfa/base32";
import { stepOfCode } from "../mfa/redeem-code";
import { totpCode } from "../mfa/totp";
import { checkConstraints } from "../query/constraints";
import type { QueryAction } from "../query/query-service";
import { adminAction } from "./admin-action";
import { addMfaDevice, virtualMfaSerial } from "./create-mfa-device";
import { findMfaDevice, findUser } from "./find";
import { NAME_CHARACTERS, pathConstraint } from "./name-constraints";
import { page } from "./page";

/** Virtual MFA devices. */
export const MFA_ACTIONS: Readonly<Record<string, QueryAction>> = {
  CreateVirtualMFADevice: adminAction("CreateVirtualMFADevice", ({ request: { params } }, account) => {
    const name = params.get("VirtualMFADeviceName");
    checkConstraints([
      {
        field: "virtualMFADeviceName",
        value: name,
        required: true,
        min: 1,
        max: 226,
        pattern: NAME_CHARACTERS,
      },
      pathConstraint(params.get("Path")),
    ]);
    const device = addMfaDevice(account, virtualMfaSerial(account, name ?? "", params.get("Path")));
    const seed = Buffer.from(toBase32(device.secret)).toString("base64");
    return { VirtualMFADevice: { SerialNumber: device.serialNumber, Base32StringSeed: seed } };
  }),

  /** Two codes in a row prove that the device is at hand. */
  EnableMFADevice: adminAction("EnableMFADevice", ({ cloud, request: { params } }, account) => {
    const { userName } = findUser(account, params);
    const device = findMfaDevice(account, params);
    const [first, second] = [params.get("AuthenticationCode1"), params.get("AuthenticationCode2")];
    const step = stepOfCode(device, second ?? "", cloud);
    if (step === undefined || totpCode(device.secret, step - 1) !== first) {
      throw fault("mfaCodesOutOfStep");
    }
    const enabled = { ...device, userName, enableDate: cloud.clock(), lastStep: step };
    account.mfaDevices.set(device.serialNumber, enabled);
    return undefined;
  }),

  DeactivateMFADevice: adminAction("DeactivateMFADevice", ({ request: { params } }, account) => {
    const device = findMfaDevice(account, params);
    account.mfaDevices.set(device.serialNumber, { ...device, userName: undefined, enableDate: undefined });
    return undefined;
  }),

  ListMFADevices: adminAction("ListMFADevices", ({ request: { params } }, account, caller) => {
    const isSelf = params.get("UserName") === undefined && caller.kind === "user";
    const user = isSelf ? caller.user : findUser(account, params);
    const devices = [...account.mfaDevices.values()]
      .filter(({ userName }) => userName === user.userName)
      .map(({ serialNumber, enableDate }) => ({
        UserName: user.userName,
        SerialNumber: serialNumber,
        EnableDate: enableDate,
      }));
    return page("MFADevices", devices, params);
  }),

  DeleteVirtualMFADevice: adminAction("DeleteVirtualMFADevice", ({ request: { params } }, account) => {
    const device = findMfaDevice(account, params);
    if (device.userName !== undefined) {
      throw fault("deleteConflict", "MFA VirtualDevice in use. Must deactivate first.");
    }
    account.mfaDevices.delete(device.serialNumber);
    return undefined;
  }),
};
