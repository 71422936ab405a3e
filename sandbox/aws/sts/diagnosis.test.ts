import {
  CreateUserCommand,
  DeleteAccessKeyCommand,
  DeleteUserCommand,
  IAMClient,
  ListRolesCommand,
} from "@aws-sdk/client-iam";
import {
  DecodeAuthorizationMessageCommand,
  GetAccessKeyInfoCommand,
  GetCallerIdentityCommand,
  GetSessionTokenCommand,
} from "@aws-sdk/client-sts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  AWAY,
  allow,
  credentialsOf,
  HOME,
  keyOf,
  refusalOf,
  type StsWorld,
  startStsWorld,
} from "../testing/sts-world";

let aws: StsWorld;

beforeAll(async () => {
  const denyRoles = {
    Version: "2012-10-17",
    Statement: [{ Sid: "NoRoles", Effect: "Deny", Action: "iam:List*", Resource: "*" }],
  };
  const reader = { inline: { read: allow(["sts:DecodeAuthorizationMessage", "sts:GetAccessKeyInfo"]) } };
  aws = await startStsWorld({
    users: [
      { name: "reader", accessKeys: [keyOf("reader")], permissions: reader },
      { name: "noel", accessKeys: [keyOf("noel")], permissions: { inline: { deny: denyRoles } } },
      { name: "leaver", accessKeys: [keyOf("leaver")] },
    ],
    home: { rootAccessKey: keyOf("root") },
    away: { users: [{ name: "other", accessKeys: [keyOf("other")], permissions: reader }] },
  });
});
afterAll(() => aws.close());

const iam = (credentials: { accessKeyId: string; secretAccessKey: string }) =>
  new IAMClient({ endpoint: aws.urls.iam, region: "us-east-1", credentials });

async function refusedMessage(): Promise<string> {
  const { code, message } = await refusalOf(iam(keyOf("noel")).send(new ListRolesCommand({})));
  expect(code).toBe("AccessDenied");
  const match =
    /^User: (\S+) is not authorized to perform: iam:ListRoles on resource: \*\. Encoded authorization failure message: (\S+)$/;
  return match.exec(message)?.[2] ?? "";
}

const decode = (EncodedMessage: string, as: string) =>
  aws.client(keyOf(as)).send(new DecodeAuthorizationMessageCommand({ EncodedMessage }));

describe("DecodeAuthorizationMessage", () => {
  it("says what was refused to whom, and which statement did it", async () => {
    const { DecodedMessage = "" } = await decode(await refusedMessage(), "reader");
    expect(JSON.parse(DecodedMessage)).toMatchObject({
      allowed: false,
      explicitDeny: true,
      matchedStatements: { items: [{ statementId: "NoRoles", effect: "DENY" }] },
      failures: { items: [] },
      context: {
        principal: { arn: `arn:aws:iam::${HOME}:user/noel`, id: expect.stringMatching(/^AIDA/) },
        action: "iam:ListRoles",
        resource: "*",
        conditions: {
          items: expect.arrayContaining([{ key: "aws:username", values: { items: [{ value: "noel" }] } }]),
        },
      },
    });
  });

  it("takes a permission", async () => {
    expect(await refusalOf(decode(await refusedMessage(), "noel"))).toEqual({
      code: "AccessDenied",
      message: `User: arn:aws:iam::${HOME}:user/noel is not authorized to perform: sts:DecodeAuthorizationMessage on resource: *`,
    });
  });

  it("refuses what it did not encode, or what another account was told (words assumed)", async () => {
    const encoded = await refusedMessage();
    for (const call of [
      decode("AAAA", "reader"),
      decode(encoded.slice(4), "reader"),
      decode(encoded, "other"),
    ]) {
      expect(await refusalOf(call)).toEqual({
        code: "InvalidAuthorizationMessageException",
        message: "Message is not valid",
      });
    }
    expect((await refusalOf(decode("x".repeat(10_241), "reader"))).message).toMatch(
      /^1 validation error detected: Value at 'encodedMessage' .* less than or equal to 10240$/,
    );
  });
});

describe("GetAccessKeyInfo", () => {
  const info = (AccessKeyId: string, as = "reader") =>
    aws.client(keyOf(as)).send(new GetAccessKeyInfoCommand({ AccessKeyId }));

  it("knows the account of any key, of users, of sessions and of long ago", async () => {
    expect((await info(keyOf("other").accessKeyId)).Account).toBe(AWAY);
    expect((await info(aws.adminKeys[AWAY]?.accessKeyId ?? "")).Account).toBe(AWAY);
    const session = await aws.client(keyOf("noel")).send(new GetSessionTokenCommand({}));
    expect((await info(session.Credentials?.AccessKeyId ?? "")).Account).toBe(HOME);
    // Of an account that is not here at all: the number is in the id, as in AWS's own.
    expect((await info("ASIAQNZGKIQY56JQ7WML")).Account).toBe("029608264753");
  });

  it("takes a permission, and an id that is one", async () => {
    expect((await refusalOf(info(keyOf("other").accessKeyId, "noel"))).message).toMatch(
      /is not authorized to perform: sts:GetAccessKeyInfo on resource: \*$/,
    );
    expect((await refusalOf(info("AKIA0000"))).message).toMatch(/'accessKeyId' .* than or equal to 16$/);
    expect((await refusalOf(info("AKIA000000000000"))).code).toBe("ValidationError");
  });
});

it("GetCallerIdentity names the root user by the account", async () => {
  expect(await aws.client(keyOf("root")).send(new GetCallerIdentityCommand({}))).toMatchObject({
    Account: HOME,
    Arn: `arn:aws:iam::${HOME}:root`,
    UserId: HOME,
  });
});

it("a user who is deleted takes sessions along, even when made again", async () => {
  const administrator = aws.adminKeys[HOME];
  if (administrator === undefined) throw new Error("the account has no administrator");
  const session = credentialsOf(await aws.client(keyOf("leaver")).send(new GetSessionTokenCommand({})));
  const admin = iam(administrator);
  expect(await refusalOf(admin.send(new DeleteUserCommand({ UserName: "leaver" })))).toEqual({
    code: "DeleteConflict",
    message: "Cannot delete entity, must delete access keys first.",
  });
  await admin.send(
    new DeleteAccessKeyCommand({ UserName: "leaver", AccessKeyId: keyOf("leaver").accessKeyId }),
  );
  expect((await aws.client(session).send(new GetCallerIdentityCommand({}))).Account).toBe(HOME);
  await admin.send(new DeleteUserCommand({ UserName: "leaver" }));
  await admin.send(new CreateUserCommand({ UserName: "leaver" }));
  expect((await refusalOf(aws.client(session).send(new GetCallerIdentityCommand({})))).code).toBe(
    "InvalidClientTokenId",
  );
});
