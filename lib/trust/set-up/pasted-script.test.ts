import { execFile, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { createStsClient } from "@/lib/aws/sts-client";
import { executePlan } from "@/lib/issuance/execute-plan";
import type { IssuanceTools } from "@/lib/issuance/kinds/kind";
import { identityProviderMetadata } from "@/lib/saml/identity-provider";
import { startAws } from "@/sandbox/aws/start-aws";
import { createIdentityProvider } from "@/sandbox/aws/testing/identity-provider";
import { ACCOUNT_ID, ENTITY_ID, roleArn, SETTINGS, samlPlan } from "../fixtures/plans";
import { refusedByAws } from "../fixtures/refused-by-aws";
import { ACCOUNT, samlTarget } from "../fixtures/targets";
import { setUpAws } from "./set-up-aws";

// What a new administrator does: an empty account, the script pasted, and a session. Needs the AWS CLI.

const hasAwsCli = spawnSync("aws", ["--version"], { stdio: "ignore" }).status === 0;
const run = promisify(execFile);

describe.skipIf(!hasAwsCli)("the script for the AWS CLI", () => {
  test("makes an empty account one that people can sign in to, and can be run again", {
    timeout: 60_000,
  }, async () => {
    const idp = await createIdentityProvider(ENTITY_ID);
    const certificate = idp.certificatePem.replace(/-----[^-]+-----|\s/g, "");
    const aws = await startAws({
      host: "127.0.0.1",
      ports: { sts: 0, signin: 0, console: 0, iam: 0, s3: 0 },
      world: { accounts: [{ accountId: ACCOUNT_ID, name: "Meridian Playground", roles: [] }] },
    });
    const sts = createStsClient({ endpointUrl: aws.urls.sts });
    const tools = {
      sts,
      signingKey: async () => ({ id: "k", privateKey: idp.privateKey, certificate }),
      entityId: ENTITY_ID,
      signSamlResponse: false,
      clock: { now: () => new Date() },
      randomBytes,
    } as Partial<IssuanceTools> as IssuanceTools;
    const plan = samlPlan({
      roleArn: roleArn("team/Engineer"),
      tags: [{ key: "Department", value: "Logistics" }],
      sourceIdentity: "ada",
    });
    const [texts] = setUpAws({
      account: ACCOUNT,
      targets: [
        samlTarget({
          name: `Engineer's "role" $(touch x)`,
          roleArn: plan.roleArn,
          sessionTags: plan.tags,
          sourceIdentity: true,
        }),
      ],
      settings: SETTINGS,
      samlMetadataXml: identityProviderMetadata({
        entityId: ENTITY_ID,
        singleSignOnUrl: "https://rolebridge.example/signin",
        certificates: [certificate],
      }),
    });
    const admin = aws.adminKeys[ACCOUNT_ID];
    const env = {
      PATH: process.env.PATH,
      HOME: "/nonexistent",
      AWS_ACCESS_KEY_ID: admin?.accessKeyId,
      AWS_SECRET_ACCESS_KEY: admin?.secretAccessKey,
      AWS_ENDPOINT_URL_STS: aws.urls.sts,
      AWS_ENDPOINT_URL_IAM: aws.urls.iam,
      PYENV_VERSION: process.env.PYENV_VERSION,
    } as Record<string, string | undefined> as NodeJS.ProcessEnv;
    try {
      expect((await refusedByAws(executePlan(plan, tools))).awsCode).toBe("InvalidIdentityToken");
      await run("bash", ["-c", texts?.awsCli ?? ""], { env });
      const { session } = await executePlan(plan, tools);
      expect(session.assumedRoleArn).toBe(
        `arn:aws:sts::${ACCOUNT_ID}:assumed-role/Engineer/ada@meridian.example`,
      );
      await run("bash", ["-c", texts?.awsCli ?? ""], { env });
      await expect(executePlan(plan, tools)).resolves.toBeDefined();
    } finally {
      sts.close();
      await aws.close();
    }
  });
});
