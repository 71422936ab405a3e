import { expect, type Page } from "@playwright/test";
import { callerArn, callerArnByCli, environmentOf, hasAwsCli, keysOf } from "./fixtures/aws-tools";
import { test } from "./fixtures/journey";
import { nextCode } from "./fixtures/mfa-device";
import { PersonApi } from "./fixtures/person-api";
import { switchAllOn, switchOff } from "./fixtures/regions";
import type { Sandbox } from "./fixtures/sandbox";

interface Way {
  readonly kind: string;
  readonly target: readonly [roleName: string, accountName: string];
  /** Who AWS says one is. */
  readonly arn: string;
  /** How long it may last, seconds: the least of all limits. */
  readonly seconds: number;
  readonly opensConsole: boolean;
  readonly reason?: string;
}

const SESSION = "otto@meridian.example";
const WAYS: readonly Way[] = [
  {
    kind: "saml",
    target: ["OnCallOperator", "Meridian Production"],
    arn: `arn:aws:sts::418273650912:assumed-role/OnCallOperator/${SESSION}`,
    seconds: 3_600,
    opensConsole: true,
  },
  {
    kind: "saml-relay",
    target: ["WarehouseReader", "Meridian Data"],
    arn: `arn:aws:sts::265048193377:assumed-role/WarehouseReader/${SESSION}`,
    seconds: 14_400,
    opensConsole: true,
  },
  {
    kind: "web-identity",
    target: ["PreviewDeployer", "Meridian Staging"],
    arn: `arn:aws:sts::730915284466:assumed-role/PreviewDeployer/${SESSION}`,
    seconds: 28_800,
    opensConsole: true,
  },
  {
    kind: "assume-role",
    target: ["IncidentResponder", "Meridian Production"],
    arn: `arn:aws:sts::418273650912:assumed-role/IncidentResponder/${SESSION}`,
    seconds: 14_400,
    opensConsole: true,
  },
  {
    // Through a hub role: AWS gives chained sessions an hour, whatever the role allows.
    kind: "assume-role",
    target: ["LakeOperator", "Meridian Data"],
    arn: `arn:aws:sts::265048193377:assumed-role/LakeOperator/${SESSION}`,
    seconds: 3_600,
    opensConsole: true,
  },
  {
    // With the sealed key of an IAM user, an external ID and a one-time code.
    kind: "assume-role",
    target: ["ContractorUpload", "Meridian Data"],
    arn: `arn:aws:sts::265048193377:assumed-role/ContractorUpload/${SESSION}`,
    seconds: 3_600,
    opensConsole: true,
  },
  {
    kind: "federation-token",
    target: ["ManifestReader", "Meridian Data"],
    arn: `arn:aws:sts::265048193377:federated-user/${SESSION}`,
    seconds: 86_400,
    opensConsole: true,
  },
  {
    kind: "session-token",
    target: ["BreakGlassUser", "Meridian Production"],
    arn: "arn:aws:iam::418273650912:user/break-glass",
    seconds: 14_400,
    opensConsole: false,
    reason: "INC-2217: no role can be assumed",
  },
];

/** What only the person can add, for the kinds that want it. */
async function personal(sandbox: Sandbox, mfaSerial: string | undefined, { reason }: Way): Promise<object> {
  return {
    ...(mfaSerial === undefined ? {} : { mfaCode: await nextCode(sandbox, mfaSerial) }),
    ...(reason === undefined ? {} : { reason }),
  };
}

/** The company's own proof, which is fetched there and good for five minutes. */
async function fetchProof(page: Page, sandbox: Sandbox): Promise<void> {
  await page.goto(`/saml/${sandbox.idp.saml.connection}/login?relay=aws`);
  await expect(page).toHaveURL(`${sandbox.app}/`);
}

for (const way of WAYS) {
  const [roleName, accountName] = way.target;
  const console = way.opensConsole ? "and it opens the console" : "and it opens no console";
  test(`${way.kind}: credentials of ${roleName} work with AWS's own tools, ${console}`, async ({
    browserOf,
    sandbox,
  }) => {
    const otto = await browserOf("otto");
    if (way.kind === "saml-relay") await fetchProof(otto, sandbox);
    const api = new PersonApi(otto);
    const { id: entitlementId, kind, mfaSerial } = await api.entitlement(roleName, accountName);
    expect(kind).toBe(way.kind);
    const asked = { entitlementId, ...(await personal(sandbox, mfaSerial, way)) };
    const issued = await api.credentials({ ...asked, durationSeconds: way.seconds });
    expect(issued.assumedRoleArn).toBe(way.arn);
    const lasts = (Date.parse(issued.expiration) - Date.now()) / 1000;
    expect(lasts).toBeGreaterThan(way.seconds - 120);
    expect(lasts).toBeLessThan(way.seconds + 60);
    expect(await callerArn(sandbox.aws.sts, keysOf(issued))).toBe(way.arn);
    if (hasAwsCli()) {
      expect(await callerArnByCli(sandbox.aws.sts, environmentOf(issued))).toBe(way.arn);
    }

    if (!way.opensConsole) {
      const refused = await api.refusal("console", { entitlementId });
      expect(refused).toMatchObject({ code: "issuance.console_impossible" });
      return;
    }
    const link = await api.console({ entitlementId, ...(await personal(sandbox, mfaSerial, way)) });
    if (link.method === "POST") {
      expect(link.url).toBe(`${sandbox.aws.signin}/saml`);
      return;
    }
    await otto.goto(link.url);
    await expect(otto).toHaveURL(new RegExp(`^${sandbox.aws.console}/`));
    await expect(otto.getByText(SESSION).first()).toBeVisible();
  });
}

const PARTITIONS: readonly (Pick<Way, "target" | "arn"> & {
  readonly title: string;
  readonly region: string;
  /** Where the console opens, as RelayState names it. */
  readonly home: string;
})[] = [
  {
    title: "a role in GovCloud: region, ARN and console are that partition's",
    target: ["HarbourInspector", "Meridian Public Sector"],
    arn: `arn:aws-us-gov:sts::688417250391:assumed-role/HarbourInspector/${SESSION}`,
    region: "us-gov-west-1",
    home: "us-gov-west-1.console.amazonaws-us-gov.com/s3/home",
  },
  {
    title: "a role in China: region, ARN, console and the provider it trusts are that partition's",
    target: ["BerthPlanner", "Meridian Shanghai"],
    arn: `arn:aws-cn:sts::352086174429:assumed-role/BerthPlanner/${SESSION}`,
    region: "cn-north-1",
    home: "cn-north-1.console.amazonaws.cn/s3/home",
  },
];

for (const { title, target, arn, region, home } of PARTITIONS) {
  test(title, async ({ browserOf, sandbox }) => {
    const api = new PersonApi(await browserOf("otto"));
    const { id: entitlementId } = await api.entitlement(...target);
    const issued = await api.credentials({ entitlementId, durationSeconds: 900 });
    expect(issued).toMatchObject({ assumedRoleArn: arn, region });
    expect(await callerArn(sandbox.aws.sts, keysOf(issued), region)).toBe(arn);
    const link = await api.console({ entitlementId, destination: "/s3/home" });
    expect(link).toMatchObject({ method: "POST", fields: { RelayState: expect.stringContaining(home) } });
  });
}

test("a role whose provider takes encrypted assertions only gives credentials and opens the console", async ({
  browserOf,
  sandbox,
}) => {
  const otto = await browserOf("otto");
  const api = new PersonApi(otto);
  const { id: entitlementId } = await api.entitlement("PayrollReader", "Meridian Payroll");
  const issued = await api.credentials({ entitlementId });
  const arn = `arn:aws:sts::904618273551:assumed-role/PayrollReader/${SESSION}`;
  expect(issued.assumedRoleArn).toBe(arn);
  expect(await callerArn(sandbox.aws.sts, keysOf(issued))).toBe(arn);
  const link = await api.console({ entitlementId });
  const form = link.fields ?? {};
  // The provider's own address, whose key opens it, and no other.
  expect(link.url).toMatch(/\/saml\/acs\/SAMLSP[A-Z2-7]{16}$/);
  const xml = Buffer.from(form.SAMLResponse ?? "", "base64").toString("utf8");
  expect(xml).toContain("EncryptedAssertion");
  expect(xml).not.toContain(SESSION);
  const elsewhere = await otto.request.post(`${sandbox.aws.signin}/saml`, { form });
  expect(await elsewhere.text()).toContain("invalid SAML response");
  const landed = await otto.request.post(link.url, { form });
  expect(landed.url()).toMatch(new RegExp(`^${sandbox.aws.console}/`));
  expect(await landed.text()).toContain(SESSION);
});

test("a one-time code works once, and the refusal says what to do", async ({ browserOf, sandbox }) => {
  const api = new PersonApi(await browserOf("otto"));
  const { id: entitlementId, mfaSerial = "" } = await api.entitlement("ContractorUpload", "Meridian Data");
  expect(await api.refusal("credentials", { entitlementId })).toMatchObject({
    code: "issuance.mfa_required",
  });
  const mfaCode = await nextCode(sandbox, mfaSerial);
  await api.credentials({ entitlementId, mfaCode });
  const again = await api.refusal("credentials", { entitlementId, mfaCode });
  expect(again).toMatchObject({ code: "aws.refused", awsCode: "AccessDenied" });
  expect(again.awsMessage).toContain("invalid MFA one time pass code");
  expect(again.hints?.join(" ")).toMatch(/once|next code/);
});

test("a break-glass session wants a reason, which stands in the audit", async ({
  browserOf,
  sandbox,
  admin,
}) => {
  const api = new PersonApi(await browserOf("otto"));
  const { id: entitlementId, mfaSerial = "" } = await api.entitlement(
    "BreakGlassUser",
    "Meridian Production",
  );
  const reason = `INC-${Date.now()}: the provider is gone`;
  // Refused before the code is spent.
  const refused = await api.refusal("credentials", { entitlementId, mfaCode: "123456" });
  expect(refused).toMatchObject({ code: "issuance.reason_required" });
  await api.credentials({ entitlementId, reason, mfaCode: await nextCode(sandbox, mfaSerial) });
  const [event] = await admin.audit({ action: "credentials.requested", limit: "1" });
  expect(event?.detail).toMatchObject({ reason, breakGlass: true });
});

test("a grant that is taken back is gone at once, whatever the kind", async ({ browserOf, admin }) => {
  const targetId = await admin.targetId("Meridian Data", "ManifestReader");
  const grantId = await admin.create("grants", { targetId, principal: { user: "ada@meridian.example" } });
  const api = new PersonApi(await browserOf("ada"));
  await api.credentials({ entitlementId: targetId });
  await admin.remove("grants", grantId);
  expect(await api.refusal("credentials", { entitlementId: targetId })).toMatchObject({
    code: "issuance.not_entitled",
  });
});

test("when the first region is away the second gives the session, and the audit says so", async ({
  browserOf,
  sandbox,
  admin,
}) => {
  const api = new PersonApi(await browserOf("otto"));
  const { id: entitlementId } = await api.entitlement("IncidentResponder", "Meridian Production");
  await switchOff(sandbox, "eu-west-1");
  try {
    const issued = await api.credentials({ entitlementId });
    expect(await callerArn(sandbox.aws.sts, keysOf(issued), "eu-central-1")).toContain("IncidentResponder");
  } finally {
    await switchAllOn(sandbox);
  }
  const [event] = await admin.audit({ action: "credentials.issued", limit: "1" });
  expect(event?.detail.attempts).toEqual([
    { region: "eu-west-1", outcome: "unreachable" },
    { region: "eu-central-1", outcome: "answered" },
  ]);
});
