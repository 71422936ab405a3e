import {
  GetRoleCommand,
  GetRolePolicyCommand,
  PutRolePolicyCommand,
  UpdateAssumeRolePolicyCommand,
} from "@aws-sdk/client-iam";
import { expect } from "@playwright/test";
import { iamOf } from "./fixtures/aws-administrator";
import { cliRefusal, environmentOf, hasAwsCli, runAwsCli, S3 } from "./fixtures/aws-tools";
import { test } from "./fixtures/journey";
import { nextCode } from "./fixtures/mfa-device";
import { PersonApi } from "./fixtures/person-api";
import { askWithCode, issuedBy } from "./pages/credentials";
import { credentialsButton } from "./pages/home";

const DATA = "265048193377";
const DEVICE = `arn:aws:iam::${DATA}:mfa/harbourline`;
const CONTRACTOR = "ContractorUpload in Meridian Data";

test("the department in the session's tag decides whose reports one reads", async ({
  browserOf,
  sandbox,
}) => {
  const ada = await browserOf("ada");
  const issued = await issuedBy(ada, () =>
    credentialsButton(ada, "AnalystReadOnly in Meridian Data").click(),
  );
  const s3 = new S3(sandbox.aws.s3, issued);
  expect(await s3.get("meridian-reports", "Logistics/lanes.csv")).toContain("Rotterdam-Gdansk");
  expect(await s3.list("meridian-reports", "Logistics/")).toBe("Logistics/lanes.csv");
  expect(await s3.get("meridian-reports", "Finance/ledger.csv")).toBe("AccessDenied");
  expect(await s3.list("meridian-reports", "Finance/")).toBe("AccessDenied");

  // The same role in the hands of another department.
  const otto = await browserOf("otto");
  const his = await issuedBy(otto, () => credentialsButton(otto, "AnalystReadOnly in Meridian Data").click());
  const hisS3 = new S3(sandbox.aws.s3, his);
  expect(await hisS3.get("meridian-reports", "Site Reliability/capacity.csv")).toContain("tracking,31");
  expect(await hisS3.get("meridian-reports", "Logistics/lanes.csv")).toBe("AccessDenied");
});

test("the department's reports are read with the AWS CLI", async ({ browserOf, sandbox }) => {
  test.skip(!hasAwsCli(), "there is no aws on the PATH");
  const ada = await browserOf("ada");
  const issued = await issuedBy(ada, () =>
    credentialsButton(ada, "AnalystReadOnly in Meridian Data").click(),
  );
  const at = ["--endpoint-url", sandbox.aws.s3, "--region", "eu-central-1"];
  const copy = (key: string) => [
    "s3api",
    "get-object",
    "--bucket",
    "meridian-reports",
    "--key",
    key,
    "/dev/null",
    ...at,
  ];
  const metadata = await runAwsCli(copy("Logistics/lanes.csv"), environmentOf(issued));
  expect(JSON.parse(metadata)).toMatchObject({ ContentLength: 36 });
  expect(await cliRefusal(copy("Finance/ledger.csv"), environmentOf(issued))).toContain("(AccessDenied)");
});

test("the contractor puts files into one bucket, after showing a code", async ({ browserOf, sandbox }) => {
  const cora = await browserOf("cora");
  await credentialsButton(cora, CONTRACTOR).click();
  const code = cora.getByLabel(/^Code of the MFA device harbourline/);
  await cora.getByRole("button", { name: "Get credentials", exact: true }).click();
  await expect(code).toBeFocused();
  await expect(cora.getByText("Type the six digits that the device shows now.")).toBeVisible();

  const issued = await askWithCode(cora, await nextCode(sandbox, DEVICE));
  expect(issued.assumedRoleArn).toContain("assumed-role/ContractorUpload/cora@harbourline.example");
  const s3 = new S3(sandbox.aws.s3, issued);
  const key = `manifest-${Date.now()}.csv`;
  expect(await s3.put("meridian-partner-inbox", key, "container,weight\nMRDU4417,21300\n")).toBe("put");
  expect(await s3.put("meridian-reports", key, "x")).toBe("AccessDenied");
  expect(await s3.get("meridian-partner-inbox", key)).toBe("AccessDenied");
});

test("AWS itself refuses the contractor's role without a code, and Rolebridge says why", async ({
  browserOf,
  sandbox,
  admin,
}) => {
  const { accessKeyId, externalId } = await admin.target("Meridian Data", "ContractorUpload");
  const targetId = await admin.create("targets", {
    accountId: DATA,
    name: "WithoutCode",
    kind: "assume-role",
    roleArn: `arn:aws:iam::${DATA}:role/ContractorUpload`,
    accessKeyId,
    externalId,
    sourceIdentity: true,
  });
  await admin.create("grants", { targetId, principal: { user: "cora@harbourline.example" } });
  const cora = new PersonApi(await browserOf("cora"));
  const refused = await cora.refusal("credentials", { entitlementId: targetId });
  expect(refused).toMatchObject({ code: "aws.refused", awsCode: "AccessDenied" });
  expect(refused.hints?.length).toBeGreaterThan(0);
  // The administrator's side names the condition.
  const [event] = await admin.audit({ action: "credentials.refused", limit: "1" });
  expect(JSON.stringify(event?.detail)).toMatch(/MFA|one-time code/);
  expect(sandbox.mfaDevices.map(({ serial }) => serial)).toContain(DEVICE);
});

test("when the contract is over the door is shut, and what is open no longer helps", async ({
  browserOf,
  sandbox,
}) => {
  const iam = iamOf(sandbox, DATA);
  const RoleName = "ContractorUpload";
  const PolicyName = "DeliverManifests";
  const { Role } = await iam.send(new GetRoleCommand({ RoleName }));
  const { PolicyDocument = "" } = await iam.send(new GetRolePolicyCommand({ RoleName, PolicyName }));
  const trust = decodeURIComponent(Role?.AssumeRolePolicyDocument ?? "");
  const permissions = decodeURIComponent(PolicyDocument);
  const setTrust = (document: string) =>
    iam.send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument: document }));
  const setPermissions = (document: string) =>
    iam.send(new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument: document }));
  const over = (document: string) =>
    document.replace(/"aws:CurrentTime":"[^"]+"/, '"aws:CurrentTime":"2026-01-01T00:00:00Z"');
  expect(over(trust)).not.toBe(trust);
  expect(over(permissions)).not.toBe(permissions);

  const api = new PersonApi(await browserOf("cora"));
  const { id: entitlementId } = await api.entitlement("ContractorUpload", "Meridian Data");
  const issued = await api.credentials({ entitlementId, mfaCode: await nextCode(sandbox, DEVICE) });
  const s3 = new S3(sandbox.aws.s3, issued);
  expect(await s3.put("meridian-partner-inbox", "last.csv", "x")).toBe("put");
  try {
    await setPermissions(over(permissions));
    await setTrust(over(trust));
    expect(await s3.put("meridian-partner-inbox", "late.csv", "x")).toBe("AccessDenied");
    const mfaCode = await nextCode(sandbox, DEVICE);
    const refused = await api.refusal("credentials", { entitlementId, mfaCode });
    expect(refused).toMatchObject({ code: "aws.refused", awsCode: "AccessDenied" });
  } finally {
    await setPermissions(permissions);
    await setTrust(trust);
    iam.destroy();
  }
});
