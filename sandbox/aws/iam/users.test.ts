import {
  AttachUserPolicyCommand,
  CreateAccessKeyCommand,
  CreatePolicyCommand,
  CreateUserCommand,
  CreateVirtualMFADeviceCommand,
  DeactivateMFADeviceCommand,
  DeleteAccessKeyCommand,
  DeletePolicyCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  DeleteUserCommand,
  DeleteVirtualMFADeviceCommand,
  DetachUserPolicyCommand,
  EnableMFADeviceCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRolePolicyCommand,
  GetUserCommand,
  GetUserPolicyCommand,
  IAMClient,
  ListAccessKeysCommand,
  ListAttachedUserPoliciesCommand,
  ListMFADevicesCommand,
  ListPoliciesCommand,
  ListRolePoliciesCommand,
  ListUsersCommand,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
  UpdateAccessKeyCommand,
} from "@aws-sdk/client-iam";
import { GetCallerIdentityCommand, GetSessionTokenCommand } from "@aws-sdk/client-sts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fromBase32 } from "../mfa/base32";
import { totpCode, totpStep } from "../mfa/totp";
import { allow, HOME, refusalOf, roleTrusting, type StsWorld, startStsWorld } from "../testing/sts-world";

let aws: StsWorld;
let iam: IAMClient;

beforeAll(async () => {
  aws = await startStsWorld({ roles: [roleTrusting("Worker", `arn:aws:iam::${HOME}:root`)] });
  const credentials = aws.adminKeys[HOME];
  if (credentials === undefined) throw new Error("the account has no administrator");
  iam = new IAMClient({ endpoint: aws.urls.iam, region: "us-east-1", credentials });
});
afterAll(() => aws.close());

const document = JSON.stringify(allow("iam:GetUser"));
const UserName = "bridge";

describe("an account's administrator, with the stock SDK,", () => {
  it("makes a user with keys, of which there are two at most, and which work until they do not", async () => {
    const { User } = await iam.send(new CreateUserCommand({ UserName, Path: "/app/" }));
    expect(User?.Arn).toBe(`arn:aws:iam::${HOME}:user/app/bridge`);
    expect(await refusalOf(iam.send(new CreateUserCommand({ UserName: "BRIDGE" })))).toEqual({
      code: "EntityAlreadyExists",
      message: "User with name BRIDGE already exists.",
    });
    const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
    const key = {
      accessKeyId: AccessKey?.AccessKeyId ?? "",
      secretAccessKey: AccessKey?.SecretAccessKey ?? "",
    };
    const whoAmI = () => aws.client(key).send(new GetCallerIdentityCommand({}));
    expect((await whoAmI()).Arn).toBe(User?.Arn);
    await iam.send(new CreateAccessKeyCommand({ UserName }));
    expect(await refusalOf(iam.send(new CreateAccessKeyCommand({ UserName })))).toEqual({
      code: "LimitExceeded",
      message: "Cannot exceed quota for AccessKeysPerUser: 2",
    });
    const status = (Status: "Active" | "Inactive") =>
      iam.send(new UpdateAccessKeyCommand({ UserName, AccessKeyId: key.accessKeyId, Status }));
    await status("Inactive");
    expect((await refusalOf(whoAmI())).code).toBe("InvalidClientTokenId");
    await status("Active");
    expect((await whoAmI()).Account).toBe(HOME);
    const { AccessKeyMetadata = [] } = await iam.send(new ListAccessKeysCommand({ UserName }));
    expect(AccessKeyMetadata.map(({ Status }) => Status)).toEqual(["Active", "Active"]);
    for (const { AccessKeyId } of AccessKeyMetadata) {
      await iam.send(new DeleteAccessKeyCommand({ UserName, AccessKeyId }));
    }
    expect((await refusalOf(whoAmI())).code).toBe("InvalidClientTokenId");
    const { Users } = await iam.send(new ListUsersCommand({ PathPrefix: "/app/" }));
    expect(Users?.map((user) => user.UserName)).toEqual([UserName]);
  });

  it("permits a user what a policy says, from the moment it is there until it is gone", async () => {
    await iam.send(new CreateUserCommand({ UserName: "reader" }));
    const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: "reader" }));
    const { AccessKeyId = "", SecretAccessKey = "" } = AccessKey ?? {};
    const credentials = { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey };
    const own = new IAMClient({ endpoint: aws.urls.iam, region: "us-east-1", credentials });
    const self = () => own.send(new GetUserCommand({}));
    const named = { UserName: "reader", PolicyName: "self" };
    expect((await refusalOf(self())).code).toBe("AccessDenied");
    await iam.send(new PutUserPolicyCommand({ ...named, PolicyDocument: document }));
    expect((await self()).User?.UserName).toBe("reader");
    const { PolicyDocument = "" } = await iam.send(new GetUserPolicyCommand(named));
    expect(decodeURIComponent(PolicyDocument)).toBe(document);
    const { Policy } = await iam.send(
      new CreatePolicyCommand({
        PolicyName: "no-self",
        PolicyDocument: document.replace("Allow", "Deny"),
      }),
    );
    const attached = { UserName: "reader", PolicyArn: Policy?.Arn };
    await iam.send(new AttachUserPolicyCommand(attached));
    expect((await refusalOf(self())).code).toBe("AccessDenied");
    expect(await refusalOf(iam.send(new DeletePolicyCommand({ PolicyArn: Policy?.Arn })))).toEqual({
      code: "DeleteConflict",
      message: "Cannot delete a policy attached to entities.",
    });
    const { AttachedPolicies } = await iam.send(new ListAttachedUserPoliciesCommand({ UserName: "reader" }));
    expect(AttachedPolicies).toEqual([{ PolicyName: "no-self", PolicyArn: Policy?.Arn }]);
    await iam.send(new DetachUserPolicyCommand(attached));
    expect((await self()).User?.UserName).toBe("reader");
    await iam.send(new DeletePolicyCommand({ PolicyArn: Policy?.Arn }));
    expect((await refusalOf(iam.send(new DeleteUserCommand({ UserName: "reader" })))).message).toBe(
      "Cannot delete entity, must delete access keys first.",
    );
  });

  it("attaches AWS's policies and the account's own, and no others", async () => {
    const PolicyName = "bucket-writer";
    const { Policy } = await iam.send(new CreatePolicyCommand({ PolicyName, PolicyDocument: document }));
    const PolicyArn = Policy?.Arn;
    expect(PolicyArn).toBe(`arn:aws:iam::${HOME}:policy/bucket-writer`);
    expect((await iam.send(new GetPolicyCommand({ PolicyArn }))).Policy).toMatchObject({
      AttachmentCount: 0,
    });
    const read = await iam.send(new GetPolicyVersionCommand({ PolicyArn, VersionId: "v1" }));
    expect(decodeURIComponent(read.PolicyVersion?.Document ?? "")).toBe(document);
    expect((await iam.send(new ListPoliciesCommand({}))).Policies?.length).toBe(1);
    expect(
      (await refusalOf(iam.send(new CreatePolicyCommand({ PolicyName, PolicyDocument: document })))).message,
    ).toBe("A policy called bucket-writer already exists. Duplicate names are not allowed.");
    const attach = (arn: string) =>
      iam.send(new AttachUserPolicyCommand({ UserName: "Administrator", PolicyArn: arn }));
    await attach("arn:aws:iam::aws:policy/ReadOnlyAccess");
    expect(await refusalOf(attach("arn:aws:iam::aws:policy/NoSuchAccess"))).toEqual({
      code: "NoSuchEntity",
      message: "Policy arn:aws:iam::aws:policy/NoSuchAccess does not exist or is not attachable.",
    });
  });

  it("gives a role policies, and cannot delete it before they are gone", async () => {
    const named = { RoleName: "Worker", PolicyName: "own" };
    await iam.send(new PutRolePolicyCommand({ ...named, PolicyDocument: document }));
    const { PolicyNames } = await iam.send(new ListRolePoliciesCommand({ RoleName: "Worker" }));
    expect(PolicyNames).toEqual(["own"]);
    expect(await refusalOf(iam.send(new DeleteRoleCommand({ RoleName: "Worker" })))).toEqual({
      code: "DeleteConflict",
      message: "Cannot delete entity, must delete policies first.",
    });
    await iam.send(new DeleteRolePolicyCommand(named));
    expect((await refusalOf(iam.send(new GetRolePolicyCommand(named)))).message).toBe(
      "The role policy with name own cannot be found.",
    );
    await iam.send(new DeleteRoleCommand({ RoleName: "Worker" }));
  });

  it("enables a virtual MFA device by two codes in a row, and deletes it when it is nobody's", async () => {
    const made = await iam.send(new CreateVirtualMFADeviceCommand({ VirtualMFADeviceName: "phone" }));
    const SerialNumber = made.VirtualMFADevice?.SerialNumber ?? "";
    expect(SerialNumber).toBe(`arn:aws:iam::${HOME}:mfa/phone`);
    const seed = Buffer.from(made.VirtualMFADevice?.Base32StringSeed ?? []).toString();
    const code = (step: number) => totpCode(fromBase32(seed), totpStep(aws.clock.now) + step);
    const enable = (first: number, second: number) =>
      iam.send(
        new EnableMFADeviceCommand({
          UserName: "Administrator",
          SerialNumber,
          AuthenticationCode1: code(first),
          AuthenticationCode2: code(second),
        }),
      );
    expect(await refusalOf(enable(0, 0))).toEqual({
      code: "InvalidAuthenticationCode",
      message: "Authentication code for device is not valid.",
    });
    await enable(-1, 0);
    const { MFADevices } = await iam.send(new ListMFADevicesCommand({ UserName: "Administrator" }));
    expect(MFADevices?.map((device) => device.SerialNumber)).toEqual([SerialNumber]);
    const credentials = aws.adminKeys[HOME] ?? { accessKeyId: "", secretAccessKey: "" };
    const shown = new GetSessionTokenCommand({ SerialNumber, TokenCode: code(1) });
    expect((await aws.client(credentials).send(shown)).Credentials).toBeDefined();
    const remove = () => iam.send(new DeleteVirtualMFADeviceCommand({ SerialNumber }));
    expect((await refusalOf(remove())).code).toBe("DeleteConflict");
    await iam.send(new DeactivateMFADeviceCommand({ UserName: "Administrator", SerialNumber }));
    await remove();
    expect((await refusalOf(remove())).code).toBe("NoSuchEntity");
  });
});
