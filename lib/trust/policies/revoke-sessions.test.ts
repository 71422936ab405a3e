import { describe, expect, test } from "vitest";
import { createStsClient } from "@/lib/aws/sts-client";
import type { StsCaller } from "@/lib/aws/sts-port";
import { Secret } from "@/lib/secret/secret";
import { allow, keyOf, roleTrusting, startStsWorld } from "@/sandbox/aws/testing/sts-world";
import { ACCOUNT_ID, assumeRolePlan, roleArn, userArn } from "../fixtures/plans";
import { refusedByAws } from "../fixtures/refused-by-aws";
import { revokeSessions } from "./revoke-sessions";

describe("revoking", () => {
  test("is a policy against what was issued before, in the name that AWS's own button uses", () => {
    const before = new Date("2026-11-20T09:00:00.500Z");
    expect(revokeSessions(roleArn("team/Engineer"), "aws", before)).toEqual({
      policyName: "AWSRevokeOlderSessions",
      policy: {
        Version: "2012-10-17",
        Statement: [
          {
            Sid: "RevokeOlderSessions",
            Effect: "Deny",
            Action: "*",
            Resource: "*",
            Condition: { DateLessThan: { "aws:TokenIssueTime": "2026-11-20T09:00:00Z" } },
          },
        ],
      },
      consoleUrl: "https://console.aws.amazon.com/iam/home#/roles/details/Engineer",
      command: expect.stringMatching(/^aws iam put-role-policy --cli-input-json '\{"RoleName":"Engineer",/),
    });
    expect(revokeSessions(userArn("breakglass"), "aws-cn", before)).toMatchObject({
      consoleUrl: "https://console.amazonaws.cn/iam/home#/users/details/breakglass",
      command: expect.stringContaining("put-user-policy"),
    });
    expect(revokeSessions(`arn:aws:iam::${ACCOUNT_ID}:root`, "aws", before)).toBeUndefined();
  });

  test("of one person names their sessions and leaves everybody else's alone", () => {
    const revocation = revokeSessions(
      roleArn("Engineer"),
      "aws",
      new Date("2026-11-20T09:00:00Z"),
      "ada@x.example",
    );
    expect(revocation).toMatchObject({
      policyName: "RolebridgeRevoke-ada@x.example",
      policy: {
        Statement: [
          {
            Condition: {
              DateLessThan: { "aws:TokenIssueTime": "2026-11-20T09:00:00Z" },
              StringLike: { "aws:userid": "*:ada@x.example" },
            },
          },
        ],
      },
      command: expect.stringContaining('"PolicyName":"RolebridgeRevoke-ada@x.example"'),
    });
    expect(revocation?.consoleUrl).toBeUndefined();
    // What IAM users get has no name of ours: there all of it ends.
    expect(revokeSessions(userArn("breakglass"), "aws", new Date(), "ada")?.policyName).toBe(
      "AWSRevokeOlderSessions",
    );
  });

  test("at AWS ends a session that was issued before, and none that is issued after", async () => {
    const started = new Date();
    const revocation = revokeSessions(roleArn("Hub"), "aws", new Date(started.getTime() + 30_000));
    const inline = { work: allow("sts:AssumeRole"), revoked: revocation?.policy ?? {} };
    const aws = await startStsWorld({
      users: [{ name: "bridge", accessKeys: [keyOf("bridge")] }],
      roles: [
        roleTrusting("Hub", userArn("bridge"), { permissions: { inline } }),
        roleTrusting("Spoke", roleArn("Hub")),
      ],
    });
    const sts = createStsClient({ endpointUrl: aws.urls.sts });
    const { sts: place } = assumeRolePlan();
    const assume = (caller: StsCaller, name: string) =>
      sts.assumeRole({
        place,
        caller,
        roleArn: roleArn(name),
        roleSessionName: "ada",
        durationSeconds: 900,
        policyArns: [],
        tags: [],
        transitiveTagKeys: [],
      });
    const hub = async (): Promise<StsCaller> => {
      const { accessKeyId, secretAccessKey } = keyOf("bridge");
      const bridge = { kind: "keys", accessKeyId, secretAccessKey: new Secret(secretAccessKey) } as const;
      const { value } = await assume(bridge, "Hub");
      return { kind: "keys", ...value };
    };
    try {
      const before = await hub();
      aws.clock.now = new Date(started.getTime() + 60_000);
      expect((await refusedByAws(assume(before, "Spoke"))).awsCode).toBe("AccessDenied");
      await expect(assume(await hub(), "Spoke")).resolves.toBeDefined();
    } finally {
      sts.close();
      await aws.close();
    }
  });
});
